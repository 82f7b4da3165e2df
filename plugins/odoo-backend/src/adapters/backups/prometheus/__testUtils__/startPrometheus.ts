import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * Whether Debian's prometheus is there, which brings promtool. With ODOO_REQUIRE_POSTGRES=1 its absence fails the file instead of
 * skipping it, so that CI can't be green without it.
 */
export function hasPrometheus(): boolean {
  const installed = ['prometheus', 'promtool'].every(
    program => spawnSync(program, ['--version']).status === 0,
  );
  if (!installed && process.env.ODOO_REQUIRE_POSTGRES === '1') {
    throw new Error(
      'Not installed: prometheus. Install it (Debian: apt-get install prometheus), or unset ODOO_REQUIRE_POSTGRES',
    );
  }
  return installed;
}

/** A Prometheus of its own that scrapes nothing and holds the samples of a text of OpenMetrics. */
export async function startPrometheus(openMetrics: string): Promise<{
  url: string;
  stop(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const inFolder = (name: string) => join(folder, name);
  await writeFile(inFolder('samples.txt'), openMetrics);
  await writeFile(inFolder('prometheus.yml'), 'global: {}\n');
  await promisify(execFile)('promtool', [
    ...['tsdb', 'create-blocks-from', 'openmetrics', '-q'],
    ...[inFolder('samples.txt'), inFolder('data')],
  ]);
  const server = spawn(
    'prometheus',
    [
      `--config.file=${inFolder('prometheus.yml')}`,
      `--storage.tsdb.path=${inFolder('data')}`,
      // Else the samples are deleted for their age when it starts
      '--storage.tsdb.retention.time=100y',
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = once(server, 'exit');
  let output = '';
  server.stderr.on('data', chunk => {
    output = `${output}${chunk}`.slice(-20_000);
  });
  const stop = async () => {
    server.kill();
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  /** Its address, once it listens on a port that the system gave it and answers there. */
  const readyUrl = async () => {
    const [, address] = /"Listening on".* address=(\S+)/.exec(output) ?? [];
    const url = `http://${address}`;
    try {
      return address && (await fetch(`${url}/-/ready`)).ok ? url : undefined;
    } catch {
      return undefined;
    }
  };
  for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
    const url = await readyUrl();
    if (url) {
      return { url, stop };
    }
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Prometheus did not start: ${output}`);
    }
  }
}
