import { parseInstant } from '../../instant';
import type { Reason } from '../../verdict';
import type { AreaVerdict } from '../verdict';
import { archivedOf, archiverReasons, type Archived } from './archiver';
import { areaVerdictOf, nothingThere } from './areaVerdict';
import { copiesOf } from './copies';
import { drillsOf, type Drills } from './drills';
import { existenceOf } from './existence';
import { rpoStandings, type Exposure, type RpoStandings } from './exposure';
import { reason, type Judging } from './judging';
import { instantOf, said } from './passing';
import { nameOf, statementsOf, type Statements } from './statements';
import { backupsOf, type BackupList } from './usableBackups';
import { walChainOf, type WalChain } from './walChain';

/** What is known of getting the database back: the verdict, and what the rest is judged against. */
export interface PostgresqlArea {
  verdict: AreaVerdict;
  statements: Statements;
  list: BackupList;
  chain: WalChain;
  drills: Drills;
  exposure: Exposure;
  rpo: RpoStandings;
}

function exposureOf(
  statements: Statements,
  list: BackupList,
  chain: WalChain,
  archived: Archived,
): Exposure {
  const { told: looked } = chain;
  const [window] = statements.of('recovery-window');
  const newest = list.usable[list.usable.length - 1];
  // Without a list, what the source says of its own window stands in for the newest backup.
  const newestPoint =
    newest?.stoppedAt ??
    (list.isListed ? undefined : instantOf(window?.observation.lastSuccessAt));
  if (chain.frozenAt !== undefined) {
    return {
      losingSince: chain.frozenAt,
      provenTo: chain.frozenAt,
      isFrozen: true,
      isLeast: false,
      isOld: looked?.isOld ?? false,
      evidence: looked ? [looked.evidence] : [],
    };
  }
  const isLost = chain.shown?.status === 'broken' && !chain.provenTo;
  if (isLost || newestPoint === undefined) {
    // No number is better than one that lies.
    return {
      isNothing: isLost || list.isListed || statements.empty.length > 0,
      isFrozen: false,
      isLeast: true,
      isOld: false,
      evidence: [...(looked ? [looked.evidence] : []), ...list.evidence],
    };
  }
  // Nothing that WAL could be played upon: what is archived on top helps nobody.
  if (newest && list.continuous.length === 0) {
    return {
      losingSince: newest.stoppedAt,
      provenTo: newest.stoppedAt,
      lookedAt: newest.statement.observedAt,
      isFrozen: false,
      isLeast: false,
      isOld: newest.statement.isOld,
      evidence: [newest.statement.evidence],
    };
  }
  const { teller } = archived;
  const losingSince = Math.max(newestPoint, archived.at ?? -Infinity);
  return {
    losingSince,
    ...(chain.provenTo !== undefined && {
      provenTo: Math.max(
        chain.provenTo,
        // The end of a backup can be reached whenever the WAL around it is whole.
        chain.provenTo >= newestPoint ? newestPoint : -Infinity,
      ),
    }),
    ...(teller && { lookedAt: teller.observedAt }),
    isFrozen: archived.failing !== undefined,
    // Names of segments without times: more than the last backup may be there, and nobody says.
    isLeast: archived.at === undefined && archived.failing === undefined,
    isOld:
      (teller?.isOld ?? false) ||
      (newest?.statement.isOld ?? false) ||
      (looked?.isOld ?? false),
    evidence: [(teller ?? newest?.statement)?.evidence ?? []].flat(),
  };
}

function windowReasons(statements: Statements): Reason[] {
  return statements
    .of('recovery-window')
    .flatMap(({ source, observation, evidence }) => {
      const { lastFailureAt, lastSuccessAt } = observation;
      const hasFailed =
        lastFailureAt !== undefined &&
        (lastSuccessAt === undefined ||
          parseInstant(lastFailureAt) > parseInstant(lastSuccessAt));
      return hasFailed
        ? [
            reason(
              'postgresql-last-backup-failed',
              'warning',
              `The last backup of ${nameOf(source)} failed at ${said(
                parseInstant(lastFailureAt),
              )}.`,
              {
                remedy: 'See why it failed, and take another.',
                evidence: [evidence],
              },
            ),
          ]
        : [];
    });
}

/** Judges whether the database can be got back: exists, unbroken, proven. */
export function judgePostgresql(judging: Judging): PostgresqlArea {
  const statements = statementsOf(judging, 'postgresql');
  const list = backupsOf(judging, 'postgresql', statements);
  const drills = drillsOf(judging, 'postgresql', statements);
  const archived = archivedOf(statements);
  const chain = walChainOf(judging, statements, list, drills, archived);
  const exposure = exposureOf(statements, list, chain, archived);
  const rpo = rpoStandings(judging, 'postgresql', exposure);
  const existence = existenceOf(judging, 'postgresql', statements, list);
  const copies = copiesOf(judging, 'postgresql', statements);
  const verdict = areaVerdictOf(judging, 'postgresql', {
    statements,
    list,
    drills,
    copies,
    span: chain.spans[chain.spans.length - 1],
    chain: chain.shown,
    proofs: [existence.proof, chain.proof, drills.proof],
    reasons: [
      // Why it is not known is said by what keeps from knowing.
      ...rpo.reasons.filter(({ status }) => status !== 'unknown'),
      ...nothingThere(
        'postgresql',
        statements,
        list.usable.length > 0 || list.isListed,
      ),
      ...existence.reasons,
      ...list.reasons,
      ...windowReasons(statements),
      ...chain.reasons,
      ...archiverReasons(judging, list, archived),
      ...drills.reasons,
      ...copies.reasons,
    ],
  });
  return { verdict, statements, list, chain, drills, exposure, rpo };
}
