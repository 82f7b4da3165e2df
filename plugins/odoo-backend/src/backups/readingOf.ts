import {
  backupObservationSchema,
  plainText,
  type BackupObservation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { BackupSourceOutcome } from '@odoo-fleet/backstage-plugin-odoo-node';
import type { AttemptBy, BackupReading, BackupTarget } from './BackupStore';

/** Longest message that is kept of an attempt. */
const MAX_MESSAGE = 500;

const WRONG_SHAPE =
  'What the source said could not be brought into the words of the suite; see its adapter.';

/** A fact of a time that no clock meant: what a source says of 1601 or of 2500. */
const isInstant = (ms: number) =>
  Number.isFinite(ms) && ms >= 0 && ms < Date.UTC(2200, 0);

/** What an observation says, in a few words, for the list of attempts. */
function summaryOf(observation: BackupObservation): string {
  switch (observation.kind) {
    case 'backups': {
      const clean = observation.backups.filter(
        ({ state }) => state === 'clean',
      );
      return `${observation.backups.length} backups, ${clean.length} of them clean`;
    }
    case 'archiver':
      return observation.failing ? 'archiver failing' : 'archiver working';
    case 'wal-continuity':
      return `WAL ${observation.status}`;
    case 'managed-secrets':
      return `${observation.secrets.length} secret references`;
    case 'certificates':
      return `${observation.certificates.length} certificates`;
    case 'standbys':
      return `${observation.standbys.length} standbys`;
    case 'restores':
      return `${observation.restores.length} restores`;
    default:
      return observation.kind.replace('-', ' ');
  }
}

/** An outcome as it is kept, whatever an adapter made of it: nothing of another shape ever reaches a verdict. */
export function readingOf(
  target: BackupTarget,
  outcome: BackupSourceOutcome,
  attempt: { by: AttemptBy; attemptedAt: number; tookMs: number },
): BackupReading {
  const base = { ...target, ...attempt };
  const observedAt = outcome.observedAt;
  const failed = (status: BackupReading['status'], message: string) => ({
    ...base,
    status,
    message: plainText(message, MAX_MESSAGE),
    observedAt: attempt.attemptedAt,
    observations: [],
  });
  if (outcome.status !== 'observed' && outcome.status !== 'empty') {
    return failed(outcome.status, outcome.message);
  }
  if (!isInstant(observedAt)) {
    return failed(
      'malformed',
      'The source says to speak of an instant that is none: look at its clock.',
    );
  }
  if (outcome.status === 'empty') {
    return {
      ...base,
      status: 'empty',
      message: 'The source answered, and has nothing of this name.',
      observedAt,
      observations: [],
    };
  }
  const observations = new Map<string, BackupObservation>();
  for (const value of outcome.value) {
    const parsed = backupObservationSchema.safeParse(value);
    if (!parsed.success) {
      return failed('malformed', WRONG_SHAPE);
    }
    observations.set(parsed.data.kind, parsed.data);
  }
  const found = [...observations.values()];
  return {
    ...base,
    status: 'observed',
    message: plainText(found.map(summaryOf).join(', '), MAX_MESSAGE),
    observedAt,
    observations: found,
  };
}
