import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  parseKubernetesObject,
  type KubernetesObject,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { backupSchema, restoreSchema } from './schema';

type Restores = BackupObservationOf<'restores'>;

/** Phases of a Restore that has ended, and what came of it. */
const OUTCOMES: Readonly<Record<string, 'success' | 'failure'>> = {
  Completed: 'success',
  PartiallyFailed: 'failure',
  Failed: 'failure',
  FailedValidation: 'failure',
};

/** Names that are all said; with none, or a star, others could be meant as well. */
const allSaid = (names: readonly string[] | null | undefined) =>
  names?.length && !names.includes('*') ? names : undefined;

/**
 * Restores that went elsewhere: every namespace in them is known, and mapped to another one. Those into the place itself are no drill,
 * they are the emergency. What has not ended is left out, and so is what does not say when it began.
 */
export function restoresOf(
  objects: readonly KubernetesObject[],
  backups: ReadonlyMap<string, readonly KubernetesObject[]>,
): Restores | undefined {
  const restores = objects.flatMap((restore): Restores['restores'] => {
    const { spec, status } = parseKubernetesObject(restoreSchema, restore);
    const { namespaceMapping, includedNamespaces } = spec;
    const outcome = OUTCOMES[status?.phase ?? ''];
    const [object = undefined] =
      (spec.backupName && backups.get(spec.backupName)) || [];
    const backup = object && parseKubernetesObject(backupSchema, object);
    const namespaces =
      allSaid(includedNamespaces) ?? allSaid(backup?.spec.includedNamespaces);
    const elsewhere = namespaces?.every(
      name => (namespaceMapping?.[name] ?? name) !== name,
    );
    if (
      !elsewhere ||
      !outcome ||
      !status?.startTimestamp ||
      !status.completionTimestamp
    ) {
      return [];
    }
    const restoredTo = backup?.status?.completionTimestamp;
    return [
      {
        label: restore.metadata.name,
        outcome,
        startedAt: status.startTimestamp,
        finishedAt: status.completionTimestamp,
        ...(restoredTo && { restoredTo }),
        ...(spec.backupName && { backup: spec.backupName }),
        ...(outcome === 'failure' && {
          message: `Velero calls it ${status.phase}; velero restore logs says why.`,
        }),
      },
    ];
  });
  return restores.length
    ? {
        kind: 'restores',
        restores: restores
          .sort((a, b) => (a.finishedAt < b.finishedAt ? -1 : 1))
          .slice(-1000),
      }
    : undefined;
}
