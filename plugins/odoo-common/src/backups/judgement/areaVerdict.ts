import { worstVerdictStatus, type Reason } from '../../verdict';
import type { RecoveryArea } from '../recoveryArea';
import type { AreaVerdict, RecoverabilityProof } from '../verdict';
import type { Copies } from './copies';
import type { Drills } from './drills';
import { reason, servedBy, worstFirst, type Judging } from './judging';
import { written } from './passing';
import { nameOf, type Statements } from './statements';
import type { BackupList } from './usableBackups';
import type { Span } from './walChain';

/** What an area came to, part by part. */
interface AreaParts {
  statements: Statements;
  reasons: readonly Reason[];
  proofs: readonly (RecoverabilityProof | undefined)[];
  copies: Copies;
  drills?: Drills;
  list?: BackupList;
  span?: Span;
  chain?: AreaVerdict['chain'];
  aheadOfDatabaseSeconds?: number;
}

/** A source that answered that there is nothing: of all that an area has, critical; beside others that have something, a warning. */
export function nothingThere(
  area: RecoveryArea,
  statements: Statements,
  hasOthers: boolean,
): Reason[] {
  return statements.empty.map(source =>
    reason(
      `${area}-nothing-there`,
      hasOthers ? 'warning' : 'critical',
      `${nameOf(source)} answered, and has nothing of that name${
        hasOthers ? '' : ': there are no backups'
      }.`,
      {
        remedy: 'Set up the backup, or correct the id in spec.backupSources.',
      },
    ),
  );
}

/** Puts an area together. It is `ok` only when somebody said something of it, and nothing speaks against it. */
export function areaVerdictOf(
  judging: Judging,
  area: RecoveryArea,
  parts: AreaParts,
): AreaVerdict {
  const proofs = parts.proofs.flatMap(proof => proof ?? []);
  const { statements } = parts;
  // Of a source that nobody could read, that alone is said: what it leaves unknown stands in the proofs.
  const isMute =
    statements.all.length === 0 &&
    statements.reasons.length + statements.empty.length > 0;
  const reasons = worstFirst([
    ...statements.reasons,
    ...parts.reasons.filter(({ status }) => !isMute || status !== 'unknown'),
  ]);
  const words = [...reasons, ...proofs].map(({ status }) => status);
  const driver = servedBy(judging, area)[0];
  const { drills, list, span, copies } = parts;
  return {
    area,
    status: worstVerdictStatus(words),
    reasons,
    proofs,
    ...(span && {
      recoverable: { from: written(span.from), to: written(span.to) },
    }),
    ...(list?.lastCleanFull && {
      lastCleanFull: {
        label: list.lastCleanFull.backup.label,
        at: written(list.lastCleanFull.stoppedAt),
        tool: list.lastCleanFull.tool,
      },
    }),
    ...(parts.chain && { chain: parts.chain }),
    ...(drills?.shown && { drill: drills.shown }),
    ...(parts.aheadOfDatabaseSeconds !== undefined && {
      aheadOfDatabaseSeconds: parts.aheadOfDatabaseSeconds,
    }),
    offSite: copies.offSite,
    encrypted: copies.encrypted,
    retention: copies.retention,
    ...(driver && { drivenBy: driver.process }),
    evidence: statements.all.map(({ evidence }) => evidence),
  };
}
