import { startFuzzedPortal } from '../../__testUtils__/sendFuzzed';
import { storeDatabases } from '../../platform/__testUtils__/testDatabases';

jest.setTimeout(240_000);

const databases = storeDatabases();

/** Payloads in `./portal test`, over all databases; `./portal soak` sends more of them to each. */
const PAYLOADS = 5000;

describe.each(databases.each())('ingest on %s', databaseId => {
  it('never fails for anything that is sent', async () => {
    const knex = await databases.empty(databaseId);
    const portal = await startFuzzedPortal(knex);
    const count = Math.ceil(PAYLOADS / databases.each().length);
    const { statuses, failures } = await portal.fuzz(
      count,
      Date.now() % 2 ** 31,
    );
    expect(failures).toEqual([]);
    // Some of each came through, or nothing was tried
    for (const status of [
      '/api/odoo/events 200',
      '/api/odoo/events 202',
      '/api/odoo/events 400',
      '/api/odoo/events 415',
      '/api/events/http/github 202',
    ]) {
      expect(statuses).toHaveProperty([status], expect.any(Number));
    }
    const [{ n }] = await knex('release_events').count({ n: '*' });
    expect(Number(n)).toBeGreaterThan(0);
  });
});
