import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFetchText } from './fetchText';

const now = Date.UTC(2026, 10, 22);
const modified = 'Sat, 21 Nov 2026 10:00:00 GMT';

describe('fetchText', () => {
  let server: Server;
  let base: string;
  let folder: string;
  const fetchText = createFetchText({ now: () => now });
  const read = (path: string, maxBytes = 100) =>
    fetchText(path.includes(':') ? path : `${base}${path}?token=hunter2`, {
      signal: new AbortController().signal,
      maxBytes,
    });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fetch-text-'));
    server = createServer((req, res) => {
      const [, status] = /^\/(\d+)/.exec(req.url ?? '') ?? [];
      if (req.url?.startsWith('/hangs')) {
        return;
      }
      res.writeHead(Number(status), {
        ...(status === '302' && { location: '/200' }),
        ...(status === '200' && { 'last-modified': modified }),
      });
      res.end(status === '200' ? 'output' : '');
    }).listen(0, '127.0.0.1');
    await new Promise(done => {
      server.once('listening', done);
    });
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('gives the text, as old as the other side says that it is', async () => {
    expect(await read('/200')).toEqual({
      status: 'observed',
      value: 'output',
      observedAt: Date.parse(modified),
    });
    expect(await read('/204')).toEqual({ status: 'empty', observedAt: now });
  });

  it('reads a file that is mounted beside the backend', async () => {
    const file = join(folder, 'info.json');
    writeFileSync(file, '[]');
    // Written just now, which is later than the clock of this test
    expect(await read(pathToFileURL(file).href)).toEqual({
      status: 'observed',
      value: '[]',
      observedAt: now,
    });
    expect(await read(pathToFileURL(join(folder, 'no')).href)).toMatchObject({
      status: 'unreachable',
    });
  });

  it.each([
    ['/302', 'unreachable'],
    ['/401', 'unauthorised'],
    ['/403', 'unauthorised'],
    ['/404', 'unreachable'],
    ['/429', 'unreachable'],
    ['/500', 'unreachable'],
    ['ftp://host.example/x', 'malformed'],
    ['http://127.0.0.1:1/x', 'unreachable'],
  ])('says of %s that it is %s, without the address', async (path, status) => {
    const outcome = await read(path);
    expect(outcome).toMatchObject({ status, observedAt: now });
    expect(JSON.stringify(outcome)).not.toMatch(/hunter2|127\.0\.0\.1|example/);
  });

  it('takes in no more than it may', async () => {
    expect(await read('/200', 5)).toMatchObject({ status: 'malformed' });
  });

  it('ends with the reason of the signal, and only so', async () => {
    const abort = new AbortController();
    const reading = fetchText(`${base}/hangs`, {
      signal: abort.signal,
      maxBytes: 1,
    });
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});
