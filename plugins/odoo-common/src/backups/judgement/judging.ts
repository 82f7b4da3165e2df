import { parseDuration } from '../../duration';
import {
  compareVerdictStatus,
  type Evidence,
  type Reason,
  type VerdictStatus,
} from '../../verdict';
import { serves } from '../askedOf';
import type { BackupFacts } from '../facts';
import type { BackupPolicy } from '../policy';
import type { RecoveryArea } from '../recoveryArea';
import type { Passing } from './passing';

/** A recovery objective in seconds. */
export interface Objective {
  process: string;
  rpoSeconds: number;
  rtoSeconds: number;
}

/** What every rule looks at. */
export interface Judging {
  facts: BackupFacts;
  policy: BackupPolicy;
  time: Passing;
  /** The instant that counts is past, and what was read since may be used: of a release that went out. */
  isLookingBack: boolean;
  /** Strictest first; none outside production, since nobody trades there. */
  objectives: readonly Objective[];
}

/** In the order of code points: the same on every machine, whatever its language. */
export const byText = (a: string, b: string) => Number(a > b) - Number(a < b);

/** Objectives of an environment, strictest first. */
export function objectivesOf(facts: BackupFacts): Objective[] {
  if (facts.stage !== 'production') {
    return [];
  }
  return (facts.objectives ?? [])
    .flatMap(({ process, rpo, rto }) => {
      const rpoSeconds = parseDuration(rpo);
      const rtoSeconds = parseDuration(rto);
      return rpoSeconds === undefined || rtoSeconds === undefined
        ? []
        : [{ process, rpoSeconds, rtoSeconds }];
    })
    .sort(
      (a, b) =>
        a.rpoSeconds - b.rpoSeconds ||
        a.rtoSeconds - b.rtoSeconds ||
        byText(a.process, b.process),
    );
}

/** Objectives that an area serves, strictest first. */
export function servedBy(
  { objectives, policy }: Judging,
  area: RecoveryArea,
): Objective[] {
  return objectives.filter(({ process }) => serves(policy, area, process));
}

/** A reason in few words. */
export function reason(
  id: string,
  status: VerdictStatus,
  message: string,
  rest: { remedy?: string; evidence?: readonly Evidence[] } = {},
): Reason {
  return {
    id,
    status,
    message,
    ...(rest.remedy !== undefined && { remedy: rest.remedy }),
    evidence: [...(rest.evidence ?? [])],
  };
}

/** Worst first, else in the order in which rules give them: what keeps from knowing, what would be lost, then why. */
export function worstFirst(reasons: readonly Reason[]): Reason[] {
  return [...reasons].sort((a, b) => compareVerdictStatus(a.status, b.status));
}

/** What old facts say well is not known any more; what they say ill stays, since silence mends nothing. */
export function asOld(status: VerdictStatus, isOld: boolean): VerdictStatus {
  return isOld && status !== 'critical' ? 'unknown' : status;
}
