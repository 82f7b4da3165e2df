import { earliestAfter, writeInstant } from '../instant';
import { ruleSetVersionOf } from '../ruleSetVersion';
import { worstVerdictStatus } from '../verdict';
import type { BackupFacts } from './facts';
import {
  judgeAttachments,
  type AttachmentsArea,
} from './judgement/attachmentsArea';
import { judgeConfiguration } from './judgement/configurationArea';
import { judgeFailover } from './judgement/failover';
import { objectivesOf, worstFirst, type Judging } from './judgement/judging';
import { passingAt } from './judgement/passing';
import {
  judgePostgresql,
  type PostgresqlArea,
} from './judgement/postgresqlArea';
import { judgeProcesses } from './judgement/processes';
import { judgeRunbook } from './judgement/runbooks';
import { judgeSecrets } from './judgement/secretsArea';
import type { BackupPolicy } from './policy';
import type { BackupVerdict } from './verdict';

/** Counts up with every change of a rule in code, so that a stored verdict says by which rules it came about. */
const RULES = 'backup-status-2';

/** A verdict with what it was made of, for what else is said about the same facts. */
export interface JudgedBackups {
  verdict: BackupVerdict;
  postgresql: PostgresqlArea;
  attachments: AttachmentsArea;
  judging: Judging;
}

/** Judges, and keeps what was found on the way. */
export function judgeBackups(
  facts: BackupFacts,
  policy: BackupPolicy,
  now: number,
  isLookingBack = false,
): JudgedBackups {
  const time = passingAt(now);
  const judging: Judging = {
    facts,
    policy,
    time,
    isLookingBack,
    objectives: objectivesOf(facts),
  };
  const postgresql = judgePostgresql(judging);
  const attachments = judgeAttachments(judging, postgresql);
  const areas = [
    postgresql.verdict,
    attachments.verdict,
    judgeConfiguration(judging),
    judgeSecrets(judging),
  ];
  const processes = judgeProcesses(judging, postgresql, attachments);
  const runbooks = [
    judgeRunbook(judging, 'rollback'),
    judgeRunbook(judging, 'disaster-recovery'),
  ];
  const failover = judgeFailover(judging, postgresql);
  const reasons = worstFirst([
    ...areas.flatMap(area => area.reasons),
    ...processes.reasons,
    ...runbooks.flatMap(runbook => runbook.reasons),
  ]);
  const changesAt = earliestAfter(now, time.askedFor);
  return {
    judging,
    postgresql,
    attachments,
    verdict: {
      status: worstVerdictStatus([
        ...areas.map(({ status }) => status),
        ...reasons.map(({ status }) => status),
      ]),
      reasons,
      areas,
      processes: processes.standings,
      runbooks: runbooks.map(({ verdict }) => verdict),
      failover,
      ruleSetVersion: ruleSetVersionOf(RULES, policy),
      ...(changesAt !== undefined && { validUntil: writeInstant(changesAt) }),
    },
  };
}

/**
 * Judges whether an environment can be got back: to when, how fast, and what proves it.
 *
 * Pure: the same facts, policy and `now` (epoch milliseconds) give the same verdict to the byte, in whatever order sources,
 * observations, drills and exercises come, and every `now` before `validUntil` gives it too. It never throws.
 *
 * An area is `ok` only when everything that was asked of it was answered, well and not too long ago. What nobody says, or said too long
 * ago, is unknown; what was said ill stays until something better is said, since silence mends nothing.
 *
 * @public
 */
export function evaluateBackups(
  facts: BackupFacts,
  policy: BackupPolicy,
  now: number,
): BackupVerdict {
  return judgeBackups(facts, policy, now).verdict;
}
