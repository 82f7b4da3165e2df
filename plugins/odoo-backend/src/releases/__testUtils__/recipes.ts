import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

const folder = resolve(__dirname, '../../../../../docs/gate');

/** The code blocks of a recipe, as they stand in its document. */
export function recipeBlocks(document: string, language: string): string[] {
  const text = readFileSync(resolve(folder, document), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(
    ([, word, code]) => (word === language ? [code] : []),
  );
}

/** The one code block of this language. */
export function recipeBlock(document: string, language: string): string {
  const [block, ...others] = recipeBlocks(document, language);
  if (block === undefined || others.length > 0) {
    throw new Error(`${document} has not one block of ${language}`);
  }
  return block;
}

/** How a command ended. */
export interface Ending {
  code: number | null;
  output: string;
}

/** Runs a command with these variables and nothing else of our own environment but the search path. */
export function runCommand(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  directory: string,
): Promise<Ending> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: directory,
      env: { PATH: process.env.PATH, TMPDIR: directory, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.on('error', fail);
    child.on('close', code => done({ code, output }));
  });
}

/** A server that stands where the portal should, and gives no answer of the gate. */
export interface OddPortal {
  url: string;
  stop(): Promise<void>;
}

/** Answers every request with this; without a status it never answers. */
export async function startOddPortal(
  status?: number,
  body = '',
): Promise<OddPortal> {
  const server = createServer((_request, response) => {
    if (status !== undefined) {
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
    }
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}

/** An address at which nobody listens. */
export async function deadAddress(): Promise<string> {
  const portal = await startOddPortal(200);
  await portal.stop();
  return portal.url;
}
