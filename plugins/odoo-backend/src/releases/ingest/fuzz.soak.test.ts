import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startFuzzedPortal } from '../../__testUtils__/sendFuzzed';
import { storeDatabases } from '../../platform/__testUtils__/testDatabases';

jest.setTimeout(60 * 60_000);

const PAYLOADS = 100_000;
const ROUNDS = 20;
/** Rounds until caches, pools and compiled code are what they will be. */
const WARM_UP = 5;
/** More than garbage collectors and statistics of the runtime come to, and less than a kilobyte for each request. */
const MAX_GROWTH = 48 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is held once the collector is through. */
function heldBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

const databases = storeDatabases();

describe.each(databases.each())('ingest on %s', databaseId => {
  it('never fails for anything that is sent, and holds no more memory afterwards', async () => {
    const portal = await startFuzzedPortal(await databases.empty(databaseId));
    const held: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { failures } = await portal.fuzz(PAYLOADS / ROUNDS, round);
      expect(failures).toEqual([]);
      held.push(heldBytes());
    }
    const growth = held[held.length - 1] - held[WARM_UP];
    process.stdout.write(
      `${databaseId}: ${PAYLOADS} payloads, held ${held
        .map(bytes => Math.round(bytes / 1024 / 1024))
        .join(' ')} MiB\n`,
    );
    expect(growth).toBeLessThan(MAX_GROWTH);
  });
});
