import { nobodyReports } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Database } from '../../platform/database';
import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import { cdevent, deployed, digestOf } from '../__testUtils__/cdevents';
import {
  createReplica,
  environmentOf,
  machineCredentials,
} from '../__testUtils__/ingestHarness';
import type { ReadinessContributor } from './ReadinessContributor';

jest.setTimeout(120_000);

const databases = storeDatabases();
const HOUR = 3_600_000;
const now = Date.UTC(2026, 10, 22);
const ago = (hours: number) => new Date(now - hours * HOUR).toISOString();
const pg = 'resource:default/pg-shared';
const refOf = (name: string) => `odooenvironment:default/${name}`;
const acme = refOf('acme-production');

const environment = (name: string) => ({
  ...environmentOf(name, [
    { source: 'https://ci.example.org/acme', environmentId: name },
  ]),
  references: [{ field: 'spec.platformComponents[0]', entityRef: pg }],
});

const fleet = [
  {
    ...environment('acme-production'),
    services: [{ role: 'connector' as const, workload: 'acme-shopify' }],
  },
  environment('acme-staging'),
  environment('bolt-production'),
  environment('cord-production'),
];

const toAcme = { environment: { id: 'acme-production' } };

const started = (digest: string, at: string, odoo = {}) =>
  cdevent({
    type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
    at,
    content: { ...toAcme, artifactId: digest },
    odoo,
  });

describe.each(databases.each())('assembleFacts on %s', databaseId => {
  let knex: Database;

  async function setUp(contributors: readonly ReadinessContributor[] = []) {
    knex = await databases.migrated(databaseId);
    const replica = createReplica(knex, now, {}, contributors);
    await replica.project(fleet);
    return {
      replica,
      async factsOf(digest: string, environmentRef = acme) {
        const release = await replica.releases.getLatestAttempt(
          environmentRef,
          digest,
        );
        const judged = await replica.judge.judge([release!], now);
        return judged.get(release!)!.facts;
      },
    };
  }

  it('tells what is around a release: who shares, what is broken, what is worked on, what went before', async () => {
    const { replica, factsOf } = await setUp();
    await replica.post([
      started(digestOf('1'), ago(90), { author: 'jo@acme.example' }),
      deployed('acme-production', digestOf('1'), { at: ago(89) }),
      started(digestOf('2'), ago(80), { author: 'user:default/kim' }),
      deployed('acme-production', digestOf('2'), { at: ago(79) }),
      deployed('bolt-production', digestOf('a'), { at: ago(50) }),
      deployed('cord-production', digestOf('a'), { at: ago(50) }),
      started(digestOf('a'), ago(2), { author: 'user:default/jo' }),
      cdevent({
        type: 'dev.cdevents.incident.detected.0.3.0',
        at: ago(3),
        subjectId: 'INC-1',
        content: { ...toAcme, service: { id: 'acme-shopify' } },
      }),
      cdevent({
        type: 'dev.cdevents.incident.detected.0.3.0',
        at: ago(9),
        subjectId: 'INC-2',
        content: toAcme,
      }),
      cdevent({
        type: 'dev.cdevents.incident.resolved.0.3.0',
        at: ago(8),
        subjectId: 'INC-2',
        content: toAcme,
      }),
      cdevent({
        type: 'dev.cdeventsx.odoo-maintenance.started.0.1.0',
        at: ago(1),
        subjectId: 'CHG-7',
        content: { component: { id: pg }, activity: 'patching' },
      }),
      cdevent({
        type: 'dev.cdeventsx.odoo-restoredrill.finished.0.1.0',
        at: ago(30),
        content: { ...toAcme, outcome: 'success', durationSeconds: 1200 },
      }),
    ]);
    const facts = await factsOf(digestOf('a'));
    expect(facts).toMatchObject({
      tenantRef: 'odootenant:default/acme',
      criticality: 'standard',
      blastRadius: {
        status: 'known',
        // Those that run it; Acme itself does not yet
        image: { tenants: 2, environments: 2 },
        components: [{ componentRef: pg, tenants: 3, environments: 4 }],
      },
      familiarity: {
        status: 'known',
        environment: { well: 2, failed: 0 },
        author: { well: 1, failed: 0 },
        lookedAt: 2,
      },
      incidents: [
        {
          label: 'INC-1',
          on: 'environment',
          entityRef: acme,
          role: 'connector',
        },
      ],
      maintenance: [{ componentRef: pg, activity: 'patching' }],
      inFlight: [{ kind: 'infrastructure', entityRef: pg }],
      readiness: {
        // What a posted drill proves is for who knows the databases to say
        restoreDrill: nobodyReports.restoreDrill,
        recoveryPoint: {
          status: 'unknown',
          reason: 'backup status does not report yet',
        },
      },
    });
    const verdict = replica.judge.judgeFacts(facts, now).verdict;
    expect(verdict.holds.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['open-incident', 'platform-maintenance']),
    );
    // Nobody's name crosses from one tenant to another
    expect(JSON.stringify(facts)).not.toMatch(/bolt|cord/);
    // What was there when an older release went out, and not what is there now
    expect(await factsOf(digestOf('2'))).toMatchObject({
      incidents: [],
      inFlight: [],
      familiarity: { environment: { well: 1 }, lookedAt: 1 },
    });
  });

  it('asks as many queries for one release as for many', async () => {
    const { replica } = await setUp();
    await replica.post(
      ['1', '2', '3', '4', '5', '6'].flatMap((digit, n) => [
        started(digestOf(digit), ago(50 - n), { author: 'user:default/jo' }),
        deployed(fleet[n % 4].title, digestOf(digit), { at: ago(40 - n) }),
      ]),
    );
    const all = await replica.releases.list(
      fleet.map(({ environmentRef }) => environmentRef),
      undefined,
      100,
    );
    expect(all.length).toBeGreaterThan(8);
    const queriesFor = async (releases: typeof all) => {
      let queries = 0;
      const count = () => {
        queries += 1;
      };
      knex.on('query', count);
      const judged = await replica.judge.judge(releases, now);
      knex.removeListener('query', count);
      expect(judged.size).toBe(releases.length);
      return queries;
    };
    const one = all.filter(
      ({ environmentRef, facts }) => environmentRef === acme && facts.author,
    );
    expect(await queriesFor(all)).toBe(await queriesFor(one.slice(0, 1)));
  });

  it('asks other capabilities, and says of one that fails that it does', async () => {
    const asked: string[] = [];
    const { replica, factsOf } = await setUp([
      {
        name: 'guardrails',
        parts: ['guardrails', 'errorBudget'],
        contribute: async () => {
          throw new Error('connect ECONNREFUSED 10.0.0.7');
        },
      },
      {
        name: 'backup status',
        parts: ['recoveryPoint', 'restoreDrill'],
        contribute: async questions => {
          asked.push(...questions.map(({ release }) => release.artifact));
          return new Map(
            questions.map(({ release }) => [
              release.id,
              {
                recoveryPoint: {
                  status: 'known' as const,
                  process: 'store-orders',
                  lossMinutes: 31,
                  objectiveMinutes: 5,
                  evidence: [],
                },
              },
            ]),
          );
        },
      },
    ]);
    await replica.post([started(digestOf('a'), ago(2))]);
    const { readiness } = await factsOf(digestOf('a'));
    expect(readiness).toMatchObject({
      recoveryPoint: { status: 'known', lossMinutes: 31 },
      restoreDrill: { reason: 'backup status does not report yet' },
      guardrails: {
        status: 'unknown',
        reason: 'guardrails could not be asked',
      },
      errorBudget: {
        status: 'unknown',
        reason: 'guardrails could not be asked',
      },
    });
    expect(JSON.stringify(readiness)).not.toContain('10.0.0.7');
    expect(asked).toEqual([digestOf('a')]);
    // The gate, which judges in its own transaction, asks them too
    const answer = await replica.gate.ask(
      { environment: 'acme-production', digest: digestOf('a') },
      machineCredentials('ci'),
    );
    expect(
      answer.verdict.factors.find(({ id }) => id === 'recovery-point')?.reason
        .message,
    ).toBe('A restore would lose 31 min of store-orders; 5 min are allowed.');
  });
});
