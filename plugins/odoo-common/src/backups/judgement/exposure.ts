import { sayDuration } from '../../duration';
import { plainText, sayCount } from '../../plainText';
import {
  worstVerdictStatus,
  type Evidence,
  type Reason,
  type VerdictStatus,
} from '../../verdict';
import type { RecoveryArea } from '../recoveryArea';
import {
  asOld,
  reason,
  servedBy,
  type Judging,
  type Objective,
} from './judging';
import { said } from './passing';

/** What would be lost if an area had to be restored now, and how sure that is. */
export interface Exposure {
  /** Work since then would be lost, at the least; absent when nobody can say. */
  losingSince?: number;
  /** Up to here it is proven that it can be restored; absent when nothing is. */
  provenTo?: number;
  /** When whoever says so looked. */
  lookedAt?: number;
  /** It is known that nothing can be restored, or nothing from an instant on that nobody can name. */
  isNothing?: boolean;
  /** Nothing is added any more: what is lost grows with time. */
  isFrozen: boolean;
  /** The instant is the least that is known, and later ones may be reached as well. */
  isLeast: boolean;
  isOld: boolean;
  evidence: readonly Evidence[];
}

/**
 * Holds the exposure against an objective. While the archive works, an instant that was inside the objective when somebody looked is
 * a warning once it is past it: nobody has looked since. What was outside already, or grows because nothing is archived, is critical.
 */
function rpoOf(
  { time }: Judging,
  exposure: Exposure,
  rpoSeconds: number,
): VerdictStatus {
  const { losingSince, provenTo, lookedAt, isFrozen, isLeast, isOld } =
    exposure;
  if (losingSince === undefined) {
    return exposure.isNothing ? 'critical' : 'unknown';
  }
  const limit = rpoSeconds * 1000;
  const isProven =
    provenTo !== undefined &&
    (provenTo >= losingSince || !time.hasReached(provenTo + limit + 1));
  if (!time.hasReached(losingSince + limit + 1)) {
    return asOld(isProven ? 'ok' : 'unknown', isOld);
  }
  if (isLeast) {
    return 'unknown';
  }
  const wasOver = lookedAt !== undefined && lookedAt - losingSince > limit;
  if (isFrozen || wasOver) {
    return 'critical';
  }
  return asOld(isProven ? 'warning' : 'unknown', isOld);
}

/** An objective, and how an area stands against it. */
interface Standing extends Objective {
  rpo: VerdictStatus;
}

/** How an area stands against each objective that it serves, and the reason about it. */
export interface RpoStandings {
  standings: readonly Standing[];
  reasons: readonly Reason[];
}

const messages: Record<
  Exclude<VerdictStatus, 'ok'>,
  (process: string, rpo: string, since: string) => string
> = {
  critical: (process, rpo, since) =>
    `Work of ${process} since ${since} would be lost; ${rpo} may be.`,
  warning: (process, rpo, since) =>
    `Work of ${process} since ${since} may be lost, and ${rpo} may be: nobody has looked since whether more can be restored.`,
  unknown: (process, rpo, since) =>
    `Whether no more than ${rpo} of ${process} would be lost is not known; at best, work since ${since}.`,
};

function unsaid(process: string, { isNothing }: Exposure): string {
  return isNothing
    ? `Work of ${process} would be lost: nothing can be restored, or nothing since an instant that nobody can name.`
    : `What ${process} would lose is not known: nobody says to which instant can be restored.`;
}

/** Holds an exposure against all objectives that an area serves; the strictest of the worst word is named. */
export function rpoStandings(
  judging: Judging,
  area: RecoveryArea,
  exposure: Exposure,
): RpoStandings {
  const standings = servedBy(judging, area).map(objective => ({
    ...objective,
    rpo: rpoOf(judging, exposure, objective.rpoSeconds),
  }));
  const status = worstVerdictStatus(standings.map(({ rpo }) => rpo));
  const concerned = standings.filter(({ rpo }) => rpo === status);
  if (concerned.length === 0 || status === 'ok') {
    return { standings, reasons: [] };
  }
  const [first, ...others] = concerned;
  const name =
    plainText(first.process) +
    (others.length > 0
      ? ` (and ${sayCount(others.length, 'other process', 'other processes')})`
      : '');
  const message =
    exposure.losingSince === undefined
      ? unsaid(name, exposure)
      : messages[status](
          name,
          sayDuration(first.rpoSeconds),
          said(exposure.losingSince),
        );
  return {
    standings,
    reasons: [
      reason(`${area}-rpo`, status, message, {
        remedy:
          status === 'warning'
            ? 'Let the source be read more often than the objective is long.'
            : 'Mend what archives, or take backups more often than the objective is long.',
        evidence: exposure.evidence,
      }),
    ],
  };
}
