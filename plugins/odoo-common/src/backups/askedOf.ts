import type { Criticality, Stage } from '../catalog';
import type { BackupPolicy } from './policy';
import type { RecoveryArea } from './recoveryArea';

/** Days that the last restore drill may be old; absent when none is asked for. Who does not know the tenant asks the strictest. */
export function drillMaxAgeDays(
  { drillMaxAgeDays: by }: BackupPolicy,
  { stage, criticality }: { stage: Stage; criticality?: Criticality },
): number | undefined {
  if (stage !== 'production') {
    return by.outsideProduction ?? undefined;
  }
  return criticality === undefined
    ? Math.min(by['mission-critical'], by['business-critical'], by.standard)
    : by[criticality];
}

/** Whether the objective of a process is asked of an area. */
export function serves(
  { notServing }: BackupPolicy,
  area: RecoveryArea,
  process: string,
): boolean {
  return !notServing[area].includes(process);
}
