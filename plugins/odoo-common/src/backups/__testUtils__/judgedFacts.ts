import fc from 'fast-check';
import type { VerdictStatus } from '../../verdict';
import { evaluateBackups } from '../evaluateBackups';
import type { BackupFacts } from '../facts';
import { backupPolicySchema } from '../policy';
import { arbitraryBackupFacts, nearlyWell } from './arbitraryFacts';
import { backupFacts, noon } from './backupFacts';

export const policy = backupPolicySchema.parse({
  complianceRetentionDays: { 'pci-dss': 30 },
});

/** Anything, and what is nearly well. */
export const someFacts = fc.oneof(
  arbitraryBackupFacts,
  nearlyWell(backupFacts()),
);

export const judge = (facts: BackupFacts, now = noon) =>
  evaluateBackups(facts, policy, now);

/** The order of the words, best first. */
export const rank: Record<VerdictStatus, number> = {
  ok: 0,
  warning: 1,
  unknown: 2,
  critical: 3,
};
