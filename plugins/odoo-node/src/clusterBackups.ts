import {
  backupObservationSchema,
  type BackupObservation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import type { BackupReaderDeps } from './BackupAdapter';
import type {
  BackupReadOptions,
  BackupSourceOutcome,
} from './BackupSourceReader';
import type { KubernetesObject } from './ClusterReader';
import { describeSchemaError } from './describeSchemaError';
import { isReadableInstant, toUtcInstant } from './eventFields';
import type { KubernetesResourceName } from './KubernetesResource';

/**
 * Everything that was listed, by resource.
 *
 * @public
 */
export type ClusterLists<R extends KubernetesResourceName> = Readonly<
  Record<R, readonly KubernetesObject[]>
>;

/**
 * Which objects are listed.
 *
 * @public
 */
export interface ClusterList<R extends KubernetesResourceName> {
  resource: R;
  labelSelector?: string;
  namespace?: string;
  /** For what not every cluster has installed: asked after the others were listed, and else taken for none. */
  onlyIf?(objectsOf: (resource: R) => readonly KubernetesObject[]): boolean;
}

/**
 * Which objects of a cluster say how its backups are.
 *
 * @public
 */
export interface ClusterBackupsOptions<R extends KubernetesResourceName>
  extends BackupReadOptions {
  deps: Pick<BackupReaderDeps, 'clusters'>;
  /** As the portal's Kubernetes plugin knows it. */
  cluster: string;
  /** Each is listed once for all ids. */
  lists: readonly ClusterList<R>[];
  /**
   * Called once with what was listed; what it gives is called for each id. Nothing is `empty`; a {@link MalformedBackupsError} is
   * `malformed`, for that id alone.
   */
  translate(
    lists: ClusterLists<R>,
  ): (id: string) => readonly BackupObservation[];
}

/**
 * Thrown where an object, or the id that was asked for, is not what it should be. The message is shown: what and where, no value.
 *
 * @public
 */
export class MalformedBackupsError extends Error {}

/**
 * Lists each resource once and gives each id its own. When one list fails all ids fail: half of the facts could look better than
 * the whole.
 *
 * @throws the signal's reason, and nothing else.
 * @public
 */
export async function readClusterBackups<R extends KubernetesResourceName>(
  options: ClusterBackupsOptions<R>,
): Promise<ReadonlyMap<string, BackupSourceOutcome>> {
  const { deps, cluster, lists, ids, signal, translate } = options;
  signal.throwIfAborted();
  if (!ids.length) {
    return new Map();
  }
  const listed = new Map<R, readonly KubernetesObject[]>();
  let observedAt = Infinity;
  const rounds = [
    lists.filter(({ onlyIf }) => !onlyIf),
    lists.filter(({ onlyIf }) => onlyIf),
  ];
  for (const round of rounds) {
    const wanted = round.filter(
      ({ onlyIf }) => !onlyIf || onlyIf(resource => listed.get(resource) ?? []),
    );
    const outcomes = await Promise.all(
      wanted.map(({ resource, labelSelector, namespace }) =>
        deps.clusters.list(cluster, resource, {
          ...(labelSelector !== undefined && { labelSelector }),
          ...(namespace !== undefined && { namespace }),
          signal,
        }),
      ),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status !== 'observed' && outcome.status !== 'empty') {
        return new Map(ids.map(id => [id, outcome]));
      }
      observedAt = Math.min(observedAt, outcome.observedAt);
      listed.set(
        wanted[index].resource,
        outcome.status === 'observed' ? outcome.value : [],
      );
    }
  }
  lists.forEach(
    ({ resource }) => listed.has(resource) || listed.set(resource, []),
  );
  const ofId = translate(Object.fromEntries(listed) as ClusterLists<R>);
  return new Map(ids.map(id => [id, outcomeOf(() => ofId(id), observedAt)]));
}

function outcomeOf(
  observe: () => readonly BackupObservation[],
  observedAt: number,
): BackupSourceOutcome {
  try {
    const observations = observe();
    const checked = z.array(backupObservationSchema).safeParse(observations);
    if (!checked.success) {
      const { path, message } = describeSchemaError(checked.error, '$');
      throw new MalformedBackupsError(
        `More or other is said of it than can be kept; ${path}: ${message}.`,
      );
    }
    return checked.data.length
      ? { status: 'observed', value: checked.data, observedAt }
      : { status: 'empty', observedAt };
  } catch (error) {
    if (error instanceof MalformedBackupsError) {
      return { status: 'malformed', message: error.message, observedAt };
    }
    throw error;
  }
}

/**
 * Reads of an object what a schema names.
 *
 * @throws MalformedBackupsError with the place that is wrong.
 * @public
 */
export function parseKubernetesObject<T extends z.ZodType>(
  schema: T,
  object: KubernetesObject,
): z.output<T> {
  const parsed = schema.safeParse(object);
  if (!parsed.success) {
    const { path, message } = describeSchemaError(parsed.error, '$');
    throw new MalformedBackupsError(
      `The ${object.kind} '${object.metadata.name}' is not as its definition says; ${path}: ${message}. See that its version is supported.`,
    );
  }
  return parsed.data;
}

/**
 * A time of an object, in UTC with milliseconds. Go writes no time at all as the year 1: that is absent.
 *
 * @public
 */
export const kubernetesInstantSchema = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform(value =>
    value && isReadableInstant(value) ? toUtcInstant(value) : undefined,
  );

/**
 * Splits `<namespace>/<name>`.
 *
 * @throws MalformedBackupsError for anything else.
 * @public
 */
export function namespaceAndName(id: string): [string, string] {
  const [namespace, name, ...more] = id.split('/');
  if (!namespace || !name || more.length) {
    throw new MalformedBackupsError(
      'The id is not <namespace>/<name>: correct it where the source is declared (spec.backupSources).',
    );
  }
  return [namespace, name];
}

/**
 * Objects by a key; those without one are left out.
 *
 * @public
 */
export function objectsBy(
  objects: readonly KubernetesObject[],
  keyOf: (object: KubernetesObject) => string | undefined,
): ReadonlyMap<string, readonly KubernetesObject[]> {
  const byKey = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const key = keyOf(object);
    if (key !== undefined) {
      const known = byKey.get(key);
      if (known) {
        known.push(object);
      } else {
        byKey.set(key, [object]);
      }
    }
  }
  return byKey;
}

/**
 * What whoever made an object wrote on it for this suite: its labels and annotations `odoofleet.io/<key>`, without the prefix, and a
 * label `release`.
 *
 * @public
 */
export function ownAnnotations({
  metadata: { labels, annotations },
}: KubernetesObject): { annotations?: Record<string, string> } {
  const prefix = 'odoofleet.io/';
  const own = Object.entries({ ...labels, ...annotations })
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  const all = Object.fromEntries(
    [
      ...(labels.release === undefined
        ? []
        : [['release', labels.release] as const]),
      ...own,
    ].filter(([, value]) => value.length <= 512),
  );
  return Object.keys(all).length ? { annotations: all } : {};
}

/**
 * For ids that are a namespace, and mean all there is in it, or `<namespace>/<name>`.
 *
 * @returns the objects that an id means, by name; it throws MalformedBackupsError for an id that is neither.
 * @public
 */
export function namespaceOrObject(
  objects: readonly KubernetesObject[],
): (id: string) => readonly KubernetesObject[] {
  const inNamespace = objectsBy(objects, ({ metadata }) => metadata.namespace);
  return id => {
    const [namespace, name] = id.includes('/') ? namespaceAndName(id) : [id];
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
      throw new MalformedBackupsError(
        'The id is no namespace and not <namespace>/<name>: correct it where the source is declared (spec.backupSources).',
      );
    }
    return [...(inNamespace.get(namespace) ?? [])]
      .filter(({ metadata }) => name === undefined || metadata.name === name)
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  };
}
