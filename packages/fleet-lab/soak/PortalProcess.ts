import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export interface Readiness {
  status: number;
  message?: string;
}

/** One process of a portal, on this machine, with what it printed. */
export class PortalProcess {
  readonly name: string;
  readonly address: string;
  readonly #child: ChildProcess;
  readonly #began = Date.now();
  #output = '';

  constructor(options: {
    name: string;
    port: number;
    command: string;
    args: string[];
    cwd?: string;
    env: NodeJS.ProcessEnv;
  }) {
    this.name = options.name;
    this.address = `http://127.0.0.1:${options.port}`;
    this.#child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString('utf8');
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get output(): string {
    return this.#output;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Seconds since it was started. */
  get age(): number {
    return (Date.now() - this.#began) / 1000;
  }

  /** Memory that it holds now, in MiB. */
  get residentMiB(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async get(path: string, headers: Record<string, string> = {}) {
    return fetch(`${this.address}${path}`, {
      headers,
      signal: AbortSignal.timeout(10_000),
    });
  }

  /** What the portal says of its readiness; status 0 while nobody listens. */
  async readiness(): Promise<Readiness> {
    try {
      const answer = await this.get('/.backstage/health/v1/readiness');
      return { status: answer.status, message: (await answer.json()).message };
    } catch {
      return { status: 0 };
    }
  }

  /** Waits until it is ready, or until it is not; gives every different answer on the way. */
  async until(
    status: 200 | 503,
    patienceSeconds: number,
  ): Promise<Readiness[]> {
    const seen: Readiness[] = [];
    const giveUpAt = Date.now() + patienceSeconds * 1000;
    for (;;) {
      const answer = await this.readiness();
      const last = seen.at(-1);
      if (last?.status !== answer.status || last.message !== answer.message) {
        seen.push(answer);
      }
      if (answer.status === status) {
        return seen;
      }
      if (!this.running || Date.now() > giveUpAt) {
        throw new Error(
          `${this.name} did not answer ${status}, but ${JSON.stringify(
            seen,
          )}:\n${this.#output.slice(-6000)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  /** Sends a signal and waits for the end. */
  async end(
    signal: 'SIGTERM' | 'SIGKILL',
  ): Promise<{ code: number | null; signal: string | null }> {
    if (this.running) {
      const exit = once(this.#child, 'exit');
      this.#child.kill(signal);
      await exit;
    }
    return { code: this.#child.exitCode, signal: this.#child.signalCode };
  }
}
