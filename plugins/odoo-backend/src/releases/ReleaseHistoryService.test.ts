import type { Database } from '../platform/database';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { defaultRiskPolicy } from '@odoo-fleet/backstage-plugin-odoo-common';
import { cdevent, deployed, digestOf } from './__testUtils__/cdevents';
import {
  createReplica,
  environmentOf,
  machineCredentials,
} from './__testUtils__/ingestHarness';
import { ReleaseHistoryService } from './ReleaseHistoryService';

jest.setTimeout(120_000);

const databases = storeDatabases();
const HOUR = 3_600_000;
const now = Date.UTC(2026, 10, 22);
const ago = (hours: number) => new Date(now - hours * HOUR).toISOString();
const refOf = (name: string) => `odooenvironment:default/${name}`;
const tenant = 'odootenant:default/acme';

const names = ['acme-production', 'acme-staging', 'bolt-production'];
const fleet = names.map(name =>
  environmentOf(name, [
    { source: 'https://ci.example.org/acme', environmentId: name },
  ]),
);

describe.each(databases.each())('ReleaseHistoryService on %s', databaseId => {
  let knex: Database;

  async function setUp(readable: readonly string[]) {
    knex = await databases.migrated(databaseId);
    const replica = createReplica(knex, now);
    await replica.project(fleet);
    const service = ReleaseHistoryService.create({
      access: { readableEnvironments: async () => [...readable] },
      environments: replica.environments,
      releases: replica.releases,
      lists: replica.lists,
      judge: replica.judge,
      policy: defaultRiskPolicy,
      clock: replica.clock,
    });
    await replica.post([
      deployed('acme-production', digestOf('1'), { at: ago(400) }),
      deployed('acme-production', digestOf('2'), { at: ago(300) }),
      cdevent({
        type: 'dev.cdevents.incident.detected.0.3.0',
        at: ago(299),
        subjectId: 'INC-1',
        content: { environment: { id: 'acme-production' } },
      }),
      deployed('acme-production', digestOf('3'), { at: ago(200) }),
      deployed('acme-production', digestOf('4'), {
        at: ago(190),
        odoo: { hotfix: true },
      }),
      deployed('acme-staging', digestOf('5'), { at: ago(100) }),
      deployed('bolt-production', digestOf('6'), { at: ago(90) }),
      deployed('acme-production', digestOf('7'), { at: ago(1) }),
    ]);
    return () => service.getHistory(tenant, machineCredentials('ci'));
  }

  it('tells how the last releases to production went', async () => {
    const ask = await setUp([refOf(names[0]), refOf(names[1])]);
    const { strip, tiers, attributionHours } = await ask();
    expect(attributionHours).toBe(24);
    expect(strip.map(({ artifact, outcome }) => [artifact, outcome])).toEqual([
      [digestOf('7'), 'pending'],
      [digestOf('4'), 'well'],
      [digestOf('3'), 'hotfix'],
      [digestOf('2'), 'incident'],
      [digestOf('1'), 'well'],
    ]);
    // Nothing was reported of them but that they went out
    expect(tiers.find(({ tier }) => tier === 'high')).toEqual({
      tier: 'high',
      n: 4,
      failed: 2,
      tooFew: true,
      message:
        '4 releases of tier high: too few to say something; 5 are needed.',
    });
  });

  it('counts what the caller may see, and nothing else', async () => {
    const one = await (await setUp([refOf('bolt-production')]))();
    expect(one.strip.map(({ environmentRef }) => environmentRef)).toEqual([
      refOf('bolt-production'),
    ]);
    expect(JSON.stringify(one)).not.toContain('acme-production');
    const none = await (await setUp([]))();
    expect(none.strip).toEqual([]);
    expect(none.tiers.map(({ n }) => n)).toEqual([0, 0, 0, 0]);
  });
});
