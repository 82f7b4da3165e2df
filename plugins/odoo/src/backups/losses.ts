import {
  type BackupVerdict,
  compareVerdictStatus,
  type ObjectiveStanding,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { formatSeconds } from '../time';

/** A business process as a sentence names it: `store-orders` is «store orders». */
export function processName(process: string): string {
  return process.replace(/[-_]+/g, ' ');
}

/** Seconds of work that would be lost now; a clock that is behind the server's loses none. */
export function lossSeconds(losingSince: string, now: number): number {
  return Math.max(0, (now - Date.parse(losingSince)) / 1000);
}

/** «31 mins»: whole minutes from the second on, since nobody counts lost work in seconds. */
export function formatLoss(seconds: number): string {
  return formatSeconds(seconds < 120 ? seconds : Math.floor(seconds / 60) * 60);
}

/** How many times its objective a process would lose by now; not known is past every number. */
function strain(one: ObjectiveStanding, now: number): number {
  return one.losingSince === undefined
    ? Infinity
    : lossSeconds(one.losingSince, now) / one.rpoSeconds;
}

/** The process that stands worst by its recovery point objective; undefined when none is declared. */
export function worstProcess(
  { processes }: Pick<BackupVerdict, 'processes'>,
  now: number,
): ObjectiveStanding | undefined {
  return [...processes].sort(
    (a, b) =>
      compareVerdictStatus(a.rpo, b.rpo) || strain(b, now) - strain(a, now),
  )[0];
}
