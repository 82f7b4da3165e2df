import { compareReleasesForCurrent } from '@odoo-fleet/backstage-plugin-odoo-common';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { deployed, digestOf } from './__testUtils__/cdevents';
import { createReplica, environmentOf } from './__testUtils__/ingestHarness';

jest.setTimeout(120_000);

const databases = storeDatabases();
const now = Date.UTC(2026, 10, 22);
const CI = 'https://ci.example.org/acme';

/** More than are looked at one by one. */
const names = Array.from({ length: 30 }, (_, n) => `acme-${10 + n}`);
const fleet = names.map(name =>
  environmentOf(name, [{ source: CI, environmentId: name }]),
);
const refs = fleet.map(({ environmentRef }) => environmentRef);

/** Up to four deployments of each, two of which are of one instant. */
const events = names.flatMap((name, n) =>
  [1, 2, 2, 4].slice(0, 1 + (n % 4)).map((hours, k) =>
    deployed(name, digestOf(String(k + 1)), {
      id: `${name}-${k}`,
      at: new Date(now - hours * 3_600_000).toISOString(),
    }),
  ),
);

describe.each(databases.each())('what is read of releases on %s', id => {
  async function setUp() {
    const replica = createReplica(await databases.migrated(id), now);
    await replica.project(fleet);
    await replica.post(events);
    await replica.readModel();
    return replica;
  }

  it('is the same of an environment alone and among many', async () => {
    const { lists, releases } = await setUp();
    const ids = async (environmentRefs: readonly string[], limit: number) =>
      (await lists.listByKind(environmentRefs, ['deployed'], limit)).map(
        ({ event }) => event.id,
      );
    for (const limit of [1, 3]) {
      const together = await ids(refs, limit);
      expect(together.length).toBeGreaterThan(refs.length - 1);
      for (const [n, ref] of refs.entries()) {
        const own = together.filter(one => one.startsWith(`${names[n]}-`));
        expect(own).toHaveLength(Math.min(limit, 1 + (n % 4)));
        expect(await ids([ref], limit)).toEqual(own);
      }
    }

    const current = await releases.getCurrent([...refs, 'nowhere']);
    expect([...current.keys()].sort()).toEqual([...refs].sort());
    for (const ref of refs) {
      const [first] = (await releases.list([ref], undefined, 100)).sort(
        compareReleasesForCurrent,
      );
      expect(current.get(ref)).toEqual(first);
    }
    expect(await releases.getCurrent([])).toEqual(new Map());
  });
});
