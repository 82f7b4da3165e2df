import { mockServices } from '@backstage/backend-test-utils';
import {
  claimsOf,
  NAMESPACE_ANSWER_LIFETIME_MS,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  ClusterReader,
  KnownCluster,
  KubernetesObject,
  SourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Knex } from 'knex';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { BindingReview } from './BindingReview';
import { ClusterTask } from './ClusterTask';
import { DatabaseBindingStore } from './DatabaseBindingStore';
import { DatabaseChangedEnvironmentStore } from './DatabaseChangedEnvironmentStore';
import { DatabaseClusterStore } from './DatabaseClusterStore';
import { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
import { DatabaseFindingStore } from './DatabaseFindingStore';
import type { DeclaredEnvironment } from './EnvironmentStore';
import { FindingRounds } from './FindingRounds';
import { FollowUp } from './FollowUp';

const begin = 1_795_000_000_000;
const MINUTE = 60_000;
const cluster = 'shared-eu';

const object = (
  name: string,
  more: Partial<KubernetesObject> & {
    namespace?: string;
    annotation?: string;
    label?: string;
  } = {},
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'any',
  metadata: {
    name,
    namespace: more.namespace,
    uid: name,
    labels: more.label ? { 'app.kubernetes.io/part-of': more.label } : {},
    annotations: more.annotation
      ? { 'odoofleet.io/environment': more.annotation }
      : {},
    resourceVersion: '1',
    ownerReferences: [],
  },
  spec: more.spec,
  status: more.status,
});

function environment(
  name: string,
  overrides: Partial<DeclaredEnvironment> = {},
): DeclaredEnvironment {
  const placement = { cluster, namespace: name, ...overrides };
  return {
    environmentRef: `odooenvironment:default/${name}`,
    tenantRef: 'odootenant:default/acme',
    ownerRef: 'group:default/acme',
    title: name,
    stage: 'production',
    hosting: 'multi-tenant',
    series: '18.0',
    bindings: [],
    services: [{ role: 'web' }],
    claims: claimsOf({ kubernetes: placement, database: { name } }),
    references: [],
    derivedRefs: [],
    partRefs: [],
    ...placement,
  };
}

/** A portal's clusters, as a test wants them. */
class FakeReader implements ClusterReader {
  clusters: KnownCluster[] = [
    { name: cluster, authProvider: 'serviceAccount', readable: true },
  ];
  listing?: SourceOutcome<readonly KnownCluster[]>;
  objects: Record<string, KubernetesObject[]> = {};
  failure?: Omit<
    Extract<SourceOutcome<never>, { message: string }>,
    'observedAt'
  >;
  readonly asked: string[] = [];

  constructor(readonly clock: { now(): number }) {}

  async listClusters(): Promise<SourceOutcome<readonly KnownCluster[]>> {
    return (
      this.listing ?? {
        status: 'observed',
        value: this.clusters,
        observedAt: this.clock.now(),
      }
    );
  }

  async list(
    name: string,
    resource: string,
  ): Promise<SourceOutcome<readonly KubernetesObject[]>> {
    this.asked.push(`${name}/${resource}`);
    const observedAt = this.clock.now();
    const value = this.objects[resource] ?? [];
    if (this.failure) {
      return { ...this.failure, observedAt };
    }
    return value.length > 0
      ? { status: 'observed', value, observedAt }
      : { status: 'empty', observedAt };
  }

  async get(): Promise<never> {
    throw new Error('the task lists, it never gets');
  }
}

jest.setTimeout(60_000);

describe('ClusterTask', () => {
  const databases = storeDatabases();

  async function setUp(knex: Knex, environments: DeclaredEnvironment[]) {
    const clock = { time: begin, now: () => clock.time };
    const stores = {
      environments: DatabaseEnvironmentStore.create({ knex }),
      bindings: DatabaseBindingStore.create({ knex }),
      clusters: DatabaseClusterStore.create({ knex }),
      findings: DatabaseFindingStore.create({ knex }),
    };
    const review = new BindingReview({
      bindings: stores.bindings,
      clusters: stores.clusters,
      grants: [],
    });
    const rounds = new FindingRounds(stores);
    const reader = new FakeReader(clock);
    const onChange = jest.fn();
    const followUp = new FollowUp({
      changed: DatabaseChangedEnvironmentStore.create({ knex }),
      onChange,
    });
    const task = ClusterTask.create({
      reader,
      clusters: stores.clusters,
      bindings: review,
      rounds,
      clock,
      logger: mockServices.logger.mock(),
      keepAttemptsMs: 10 * MINUTE,
      followUp,
    });
    const project = async (list: DeclaredEnvironment[]) => {
      await stores.environments.replace(
        { tenants: [], environments: list, people: [] },
        clock.now(),
      );
      await review.review(clock.now());
      await rounds.bindings(clock.now());
      await rounds.clusters(clock.now());
      await followUp.run();
      onChange.mockClear();
    };
    await project(environments);
    return {
      ...stores,
      clock,
      reader,
      onChange,
      project,
      run: () => task.run(new AbortController().signal),
      states: async () =>
        (
          await stores.bindings.getClaimsOf(
            environments.map(e => e.environmentRef),
          )
        )
          .filter(({ kind }) => kind === 'namespace')
          .map(({ state }) => state),
      found: async () =>
        (
          await stores.findings.list(
            { environments: {}, entityRefs: [], platform: true },
            undefined,
            undefined,
            100,
          )
        )
          .filter(
            ({ kind, subject }) =>
              kind !== 'unconfirmed-binding' || subject.includes('namespace'),
          )
          .map(({ kind, severity, subject }) => [kind, severity, subject])
          .sort(),
    };
  }

  describe.each(databases.each())('on %s', id => {
    let knex: Knex;

    beforeAll(async () => {
      knex = await databases.migrated(id);
    });

    beforeEach(async () => {
      for (const table of [
        'bindings',
        'findings',
        'environments',
        'clusters',
        'cluster_answers',
        'changed_environments',
        'cluster_attempts',
        'observed_namespaces',
        'observed_workloads',
      ]) {
        await knex(table).delete();
      }
    });

    it('confirms by what namespaces say, and takes it back when they say something else', async () => {
      const { run, reader, states, onChange, found } = await setUp(knex, [
        environment('acme'),
        environment('bolt'),
      ]);
      reader.objects.namespaces = [
        object('acme', { annotation: 'default/acme' }),
        object('bolt'),
      ];
      await run();
      expect(await states()).toEqual(['confirmed', 'unconfirmed']);
      expect(onChange.mock.calls).toEqual([[['odooenvironment:default/acme']]]);
      expect(await found()).toEqual([
        ['not-running', 'critical', 'shared-eu/acme'],
        [
          'unconfirmed-binding',
          'warning',
          'namespace bolt in cluster shared-eu',
        ],
      ]);

      reader.objects.namespaces = [object('acme'), object('bolt')];
      await run();
      expect(await states()).toEqual(['unconfirmed', 'unconfirmed']);
      expect(onChange).toHaveBeenCalledTimes(2);
      await run();
      expect(onChange).toHaveBeenCalledTimes(2);
    });

    it('lets a cluster that does not answer take nothing away for an hour, and keeps every attempt', async () => {
      const { run, reader, states, clock, found, clusters, bindings } =
        await setUp(knex, [environment('acme')]);
      reader.objects = {
        namespaces: [object('acme', { annotation: 'default/acme' })],
        deployments: [object('acme-web', { namespace: 'acme' })],
      };
      await run();
      const confirmedAt = async (now: number) =>
        (
          await bindings.filterConfirmed(
            'namespace',
            ['odooenvironment:default/acme'],
            now,
          )
        ).length;
      expect(await confirmedAt(clock.now())).toBe(1);

      reader.failure = { status: 'unreachable', message: 'no answer in 15 s' };
      clock.time = begin + NAMESPACE_ANSWER_LIFETIME_MS;
      await run();
      expect(await states()).toEqual(['confirmed']);
      expect(await found()).toEqual([
        ['unreadable-cluster', 'unknown', cluster],
      ]);
      await expect(
        clusters.getWorkloads([{ cluster, namespace: 'acme' }]),
      ).resolves.toHaveLength(1);

      clock.time += 1;
      // Before any task noticed
      expect(await confirmedAt(clock.now())).toBe(0);
      await run();
      expect(await states()).toEqual(['unconfirmed']);

      reader.failure = undefined;
      clock.time += MINUTE;
      await run();
      expect(await states()).toEqual(['confirmed']);
      expect(await found()).toEqual([]);
      const attempts: { status: string }[] = await knex('cluster_attempts')
        .where('resource', 'namespaces')
        .orderBy('seq')
        .select('status');
      // The first is older than what is kept
      expect(attempts.map(({ status }) => status)).toEqual([
        'unreachable',
        'unreachable',
        'observed',
      ]);
    });

    it('tells what runs and is not declared, what is declared and does not run, and where nobody can look', async () => {
      const { run, reader, found, project } = await setUp(knex, [
        environment('acme'),
        environment('gone', { stage: 'staging' }),
        environment('lost', { cluster: 'nowhere' }),
        environment('dark', { cluster: 'own' }),
      ]);
      expect(await found()).toEqual(
        ['acme', 'gone', 'lost', 'dark']
          .map(name => [
            'unconfirmed-binding',
            'warning',
            `namespace ${name} in cluster ${
              { lost: 'nowhere', dark: 'own' }[name] ?? cluster
            }`,
          ])
          .sort(),
      );
      reader.clusters.push({
        name: 'own',
        authProvider: 'oidc',
        readable: false,
        reason: 'it wants each person’s own credentials',
      });
      reader.objects = {
        namespaces: [
          object('acme', { annotation: 'default/acme' }),
          object('orphan', { label: 'odoo-fleet' }),
          object('renamed', { annotation: 'default/other' }),
          object('kube-system', { label: 'kubernetes' }),
        ],
        deployments: [
          object('acme-web', {
            namespace: 'acme',
            spec: { replicas: 2 },
            status: { readyReplicas: 1 },
          }),
          object('secret', { namespace: 'kube-system' }),
        ],
      };
      await run();
      const expected = [
        ['not-in-git', 'warning', 'shared-eu/orphan'],
        ['not-in-git', 'warning', 'shared-eu/renamed'],
        ['not-running', 'warning', 'shared-eu/gone'],
        ['unconfirmed-binding', 'warning', 'namespace dark in cluster own'],
        [
          'unconfirmed-binding',
          'warning',
          'namespace gone in cluster shared-eu',
        ],
        ['unconfirmed-binding', 'warning', 'namespace lost in cluster nowhere'],
        ['unknown-cluster', 'unknown', 'nowhere/lost'],
        ['unreadable-cluster', 'unknown', 'own'],
      ];
      expect(await found()).toEqual(expected);
      expect(reader.asked).toEqual([
        'shared-eu/namespaces',
        'shared-eu/deployments',
        'shared-eu/statefulsets',
      ]);
      // Nothing is kept of namespaces that no environment declares
      await expect(
        knex('observed_workloads').select('namespace', 'desired', 'ready'),
      ).resolves.toEqual([{ namespace: 'acme', desired: 2, ready: 1 }]);

      await project([environment('acme')]);
      expect(await found()).toEqual(
        expected.filter(
          ([kind]) => kind === 'not-in-git' || kind === 'unreadable-cluster',
        ),
      );
    });

    it('reads the clusters that it knew when the portal can’t list them, and forgets those that are taken out', async () => {
      const { run, reader, states, clock, found } = await setUp(knex, [
        environment('acme'),
      ]);
      reader.objects.namespaces = [
        object('acme', { annotation: 'default/acme' }),
      ];
      reader.objects.deployments = [object('web', { namespace: 'acme' })];
      await run();

      reader.listing = {
        status: 'unauthorised',
        message: 'the plugin is refused',
        observedAt: clock.now(),
      };
      await run();
      expect(reader.asked).toHaveLength(6);
      expect(await states()).toEqual(['confirmed']);
      expect(await found()).toEqual([
        ['unreadable-cluster', 'unknown', 'all clusters'],
      ]);

      reader.listing = { status: 'empty', observedAt: clock.now() };
      await run();
      expect(await states()).toEqual(['unconfirmed']);
      expect(await found()).toEqual([
        [
          'unconfirmed-binding',
          'warning',
          'namespace acme in cluster shared-eu',
        ],
        ['unknown-cluster', 'unknown', 'shared-eu/acme'],
      ]);
    });

    it('asks as often for many environments as for one', async () => {
      const { run, reader } = await setUp(
        knex,
        Array.from({ length: 600 }, (_, n) => environment(`e${n}`)),
      );
      reader.objects.namespaces = Array.from({ length: 600 }, (_, n) =>
        object(`e${n}`, { annotation: `default/e${n}` }),
      );
      await run();
      expect(reader.asked).toHaveLength(3);
      const [row] = await knex('bindings')
        .where({ kind: 'namespace', state: 'confirmed' })
        .count({ count: '*' });
      expect(Number(row.count)).toBe(600);
    });
  });
});
