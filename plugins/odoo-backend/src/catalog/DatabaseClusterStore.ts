import { isDeepStrictEqual } from 'node:util';
import type { ClusterNamespaces } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { KnownCluster } from '@odoo-fleet/backstage-plugin-odoo-node';
import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import type {
  ClusterAnswer,
  ClusterAttempt,
  ClusterListAnswer,
  ClusterStore,
  NamespaceKey,
  ObservedNamespace,
  ObservedWorkload,
} from './ClusterStore';

interface NamespaceRow {
  cluster: string;
  namespace: string;
  environment_name: string | null;
  part_of_suite: number;
}

interface WorkloadRow {
  cluster: string;
  namespace: string;
  kind: ObservedWorkload['kind'];
  name: string;
  desired: number;
  ready: number;
  images: string;
  labels: string;
}

interface AnswerRow {
  cluster: string;
  resource: ClusterAnswer['resource'];
  /** bigint: PostgreSQL gives it as text. */
  attempted_at: number | string;
  status: ClusterAnswer['status'];
  message: string | null;
  answered_at: number | string | null;
}

interface ClusterRow {
  name: string;
  auth_provider: string;
  readable: number;
  reason: string | null;
}

/** Tables of what a cluster was seen to hold. */
const OBSERVED = [
  'observed_namespaces',
  'observed_workloads',
  'cluster_answers',
];

/** {@inheritDoc ClusterStore} */
export class DatabaseClusterStore implements ClusterStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseClusterStore {
    return new DatabaseClusterStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async recordAttempt(attempt: ClusterAttempt): Promise<void> {
    const { cluster, resource, attemptedAt, status, message, objects } =
      attempt;
    await this.#knex.transaction(async tx => {
      await tx('cluster_attempts').insert({
        cluster,
        resource,
        attempted_at: attemptedAt,
        status,
        message: message ?? null,
        objects: objects ?? null,
      });
      const answered = status === 'observed' || status === 'empty';
      await tx('cluster_answers')
        .insert({
          cluster,
          resource,
          attempted_at: attemptedAt,
          status,
          message: message ?? null,
          answered_at: answered ? attemptedAt : null,
        })
        .onConflict(['cluster', 'resource'])
        .merge([
          'attempted_at',
          'status',
          'message',
          ...(answered ? ['answered_at'] : []),
        ]);
    });
  }

  async replaceClusters(clusters: readonly KnownCluster[]): Promise<string[]> {
    const names = new Set(clusters.map(({ name }) => name));
    return this.#knex.transaction(async tx => {
      const stored = await tx<ClusterRow>('clusters').select('name');
      const gone = stored
        .map(({ name }) => name)
        .filter(name => !names.has(name));
      for (const batch of inBatches(gone)) {
        await tx('clusters').whereIn('name', batch).delete();
        for (const table of OBSERVED) {
          await tx(table).whereIn('cluster', batch).delete();
        }
      }
      const rows = clusters.map(cluster => ({
        name: cluster.name,
        auth_provider: cluster.authProvider,
        readable: Number(cluster.readable),
        reason: cluster.reason ?? null,
      }));
      for (const batch of inBatches(rows)) {
        await tx('clusters').insert(batch).onConflict('name').merge();
      }
      return gone;
    });
  }

  async replaceNamespaces(
    cluster: string,
    namespaces: readonly ObservedNamespace[],
  ): Promise<NamespaceKey[]> {
    return this.#replace<NamespaceRow>(
      'observed_namespaces',
      { cluster },
      row => row.namespace,
      ['cluster', 'namespace'],
      namespaces.map(({ namespace, environmentName, partOfSuite }) => ({
        cluster,
        namespace,
        environment_name: environmentName ?? null,
        part_of_suite: Number(partOfSuite),
      })),
    );
  }

  async replaceWorkloads(
    cluster: string,
    kind: ObservedWorkload['kind'],
    workloads: readonly ObservedWorkload[],
  ): Promise<NamespaceKey[]> {
    return this.#replace<WorkloadRow>(
      'observed_workloads',
      { cluster, kind },
      row => JSON.stringify([row.namespace, row.name]),
      ['cluster', 'namespace', 'kind', 'name'],
      workloads.map(workload => ({
        cluster,
        namespace: workload.namespace,
        kind,
        name: workload.name,
        desired: workload.desired,
        ready: workload.ready,
        images: JSON.stringify(workload.images),
        labels: JSON.stringify(workload.labels),
      })),
    );
  }

  async getClusters(): Promise<KnownCluster[]> {
    const rows = await this.#knex<ClusterRow>('clusters')
      .orderBy('name')
      .select('*');
    return rows.map(row => ({
      name: row.name,
      authProvider: row.auth_provider,
      readable: row.readable === 1,
      ...(row.reason === null ? {} : { reason: row.reason }),
    }));
  }

  async getAnswers(): Promise<ClusterAnswer[]> {
    const rows = await this.#knex<AnswerRow>('cluster_answers')
      .whereNot('resource', 'clusters')
      .orderBy(['cluster', 'resource'])
      .select('*');
    return rows.map(row => ({
      ...toAnswer(row),
      cluster: row.cluster,
      resource: row.resource,
    }));
  }

  async getListAnswer(): Promise<ClusterListAnswer | undefined> {
    const row = await this.#knex<AnswerRow>('cluster_answers')
      .where('resource', 'clusters')
      .first();
    return row && toAnswer(row);
  }

  async getNamespaces(
    namespaces?: readonly NamespaceKey[],
    transaction?: Knex.Transaction,
  ): Promise<Map<string, ClusterNamespaces>> {
    if (transaction) {
      return new DatabaseClusterStore(transaction).getNamespaces(namespaces);
    }
    const answers = (await this.getAnswers()).filter(
      ({ resource }) => resource === 'namespaces',
    );
    const found = new Map<string, Map<string, string | undefined>>();
    const rows =
      namespaces === undefined
        ? await this.#knex<NamespaceRow>('observed_namespaces').select('*')
        : await this.#selectPlaces<NamespaceRow>(
            'observed_namespaces',
            namespaces,
          );
    for (const row of rows) {
      const ofCluster = found.get(row.cluster) ?? new Map();
      found.set(
        row.cluster,
        ofCluster.set(row.namespace, row.environment_name ?? undefined),
      );
    }
    return new Map(
      answers.flatMap(({ cluster, answeredAt }) =>
        answeredAt === undefined
          ? []
          : [
              [
                cluster,
                { answeredAt, namespaces: found.get(cluster) ?? new Map() },
              ],
            ],
      ),
    );
  }

  async listUndeclared(limit: number): Promise<ObservedNamespace[]> {
    const rows = await this.#knex<NamespaceRow>('observed_namespaces')
      .where(either =>
        either.where('part_of_suite', 1).orWhereNotNull('environment_name'),
      )
      .whereNotExists(
        this.#knex('environments')
          .select(this.#knex.raw('1'))
          .whereRaw('environments.cluster = observed_namespaces.cluster')
          .whereRaw('environments.namespace = observed_namespaces.namespace')
          .whereRaw(
            "(observed_namespaces.environment_name is null or environments.environment_ref = 'odooenvironment:' || lower(observed_namespaces.environment_name))",
          ),
      )
      .orderBy(['cluster', 'namespace'])
      .limit(limit)
      .select('*');
    return rows.map(row => ({
      cluster: row.cluster,
      namespace: row.namespace,
      ...(row.environment_name === null
        ? {}
        : { environmentName: row.environment_name }),
      partOfSuite: row.part_of_suite === 1,
    }));
  }

  async listInhabited(): Promise<NamespaceKey[]> {
    return this.#knex('observed_workloads').distinct('cluster', 'namespace');
  }

  async getWorkloads(
    namespaces: readonly NamespaceKey[],
  ): Promise<ObservedWorkload[]> {
    const rows = await this.#selectPlaces<WorkloadRow>(
      'observed_workloads',
      namespaces,
    );
    return rows.map(({ images, labels, ...row }) => ({
      ...row,
      images: JSON.parse(images),
      labels: JSON.parse(labels),
    }));
  }

  async listDeclaredNamespaces(cluster: string): Promise<string[]> {
    const rows: { namespace: string }[] = await this.#knex('environments')
      .where('cluster', cluster)
      .distinct('namespace');
    return rows.map(({ namespace }) => namespace);
  }

  async pruneAttempts(before: number, limit: number): Promise<number> {
    return this.#knex('cluster_attempts')
      .whereIn(
        'seq',
        this.#knex('cluster_attempts')
          .where('attempted_at', '<', before)
          .orderBy('seq')
          .limit(limit)
          .select('seq'),
      )
      .delete();
  }

  /** Writes only what differs, since a cluster is read every minute and hardly ever changes. */
  async #replace<TRow extends NamespaceKey>(
    table: string,
    part: Partial<TRow>,
    keyOf: (row: TRow) => string,
    primaryKey: (keyof TRow & string)[],
    rows: readonly TRow[],
  ): Promise<NamespaceKey[]> {
    return this.#knex.transaction(async tx => {
      const stored = new Map<string, TRow>();
      for (const row of (await tx(table).where(part).select('*')) as TRow[]) {
        stored.set(keyOf(row), row);
      }
      const wanted = new Set(rows.map(keyOf));
      const gone = [...stored.values()].filter(row => !wanted.has(keyOf(row)));
      const written = rows.filter(
        row => !isDeepStrictEqual({ ...stored.get(keyOf(row)) }, { ...row }),
      );
      for (const row of gone) {
        await tx(table)
          .where(Object.fromEntries(primaryKey.map(key => [key, row[key]])))
          .delete();
      }
      for (const batch of inBatches(written)) {
        await tx(table).insert(batch).onConflict(primaryKey).merge();
      }
      return [...gone, ...written].map(({ cluster, namespace }) => ({
        cluster,
        namespace,
      }));
    });
  }

  async #selectPlaces<TRow extends object>(
    table: string,
    places: readonly NamespaceKey[],
  ): Promise<TRow[]> {
    const byCluster = new Map<string, Set<string>>();
    for (const { cluster, namespace } of places) {
      byCluster.set(
        cluster,
        (byCluster.get(cluster) ?? new Set()).add(namespace),
      );
    }
    const rows: TRow[] = [];
    for (const [cluster, namespaces] of byCluster) {
      for (const batch of inBatches([...namespaces])) {
        rows.push(
          ...(await this.#knex(table)
            .where('cluster', cluster)
            .whereIn('namespace', batch)
            .select('*')),
        );
      }
    }
    return rows;
  }
}

function toAnswer(row: AnswerRow): ClusterListAnswer {
  return {
    attemptedAt: Number(row.attempted_at),
    status: row.status,
    ...(row.message === null ? {} : { message: row.message }),
    ...(row.answered_at === null
      ? {}
      : { answeredAt: Number(row.answered_at) }),
  };
}
