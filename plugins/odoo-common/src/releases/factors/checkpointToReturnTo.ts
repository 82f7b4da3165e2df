import { parseInstant } from '../../instant';
import type { Evidence } from '../../verdict';
import { saidAt } from './contribution';
import { evidenceOf, type RiskContext } from './factor';

/** A checkpoint that a rollback could return to. */
interface CheckpointToReturnTo {
  /** Epoch milliseconds. */
  at: number;
  label?: string;
  evidence: Evidence[];
  changesAt: number[];
}

/** Backup status knows that nothing can be restored: then no checkpoint can be, whoever posted it. */
export function isNothingRestorable({
  facts,
  releaseInstant,
}: Pick<RiskContext, 'facts' | 'releaseInstant'>): boolean {
  const said = saidAt(facts.readiness, 'recoveryPoint', releaseInstant);
  return said.known !== undefined && said.known.lossMinutes === undefined;
}

/**
 * The checkpoint that counts: of the one that a pipeline posted and the one that the backup itself bound to the release, the
 * later one from before the release; else whichever there is.
 */
export function checkpointToReturnTo({
  facts,
  releaseInstant,
}: Pick<RiskContext, 'facts' | 'releaseInstant'>):
  | CheckpointToReturnTo
  | undefined {
  const posted = facts.release.facts.checkpoint;
  const said = saidAt(facts.readiness, 'checkpoint', releaseInstant);
  const changesAt = [...said.changesAt];
  const found = [
    ...(posted
      ? [
          {
            at: parseInstant(posted.value.at),
            label: posted.value.label,
            evidence: [evidenceOf(posted, 'checkpoint')],
          },
        ]
      : []),
    ...(said.known
      ? [
          {
            at: parseInstant(said.known.at),
            label: said.known.label,
            evidence: said.known.evidence,
          },
        ]
      : []),
  ];
  for (const { at } of found) {
    changesAt.push(at);
  }
  const before = found.filter(({ at }) => at <= releaseInstant);
  const [best] = (before.length > 0 ? before : found).sort(
    (a, b) => b.at - a.at,
  );
  return best && { ...best, changesAt };
}
