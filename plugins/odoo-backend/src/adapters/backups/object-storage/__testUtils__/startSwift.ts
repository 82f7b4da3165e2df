import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Debian's own: that is the one that the package python3-swift is for. */
const PYTHON = '/usr/bin/python3';

/** Whether Debian's python3-swift is there. */
export function hasSwift(): boolean {
  const check = 'import swift.common.middleware.s3api, swift.common.ring';
  return spawnSync(PYTHON, ['-c', check]).status === 0;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () =>
    createServer().listen(0, '127.0.0.1'),
  );
  await Promise.all(servers.map(server => once(server, 'listening')));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map(server => {
      server.close();
      return once(server, 'close');
    }),
  );
  return ports;
}

/** A Swift of its own, with an S3 API and the accounts `test:tester` (key `testing`) and `test:reader` (`reading`). */
export async function startSwift(): Promise<{
  endpoint: string;
  stop(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'swift-'));
  const ports = await freePorts(4);
  const swift = spawn(
    PYTHON,
    [join(__dirname, 'swiftServers.py'), folder, ...ports.map(String)],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  const exited = once(swift, 'exit');
  let output = '';
  swift.stderr.on('data', chunk => {
    output = `${output}${chunk}`.slice(-4000);
  });
  const stop = async () => {
    // The servers end with their standard input
    swift.stdin.end();
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${ports[0]}`;
  const answers = async (port: number) => {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return true;
    } catch {
      return false;
    }
  };
  for (const deadline = Date.now() + 150_000; ; await sleep(200)) {
    if ((await Promise.all(ports.map(answers))).every(Boolean)) {
      return { endpoint, stop };
    }
    if (swift.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Swift did not start: ${output}`);
    }
  }
}
