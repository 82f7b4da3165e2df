import type {
  Backup,
  BackupObservation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  instantOfEpoch,
  ToolOutputError,
  translateToolOutput,
  type BackupReportFormat,
  type ToolOutputPart,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';
import { problemsOf, refuseUnread } from './repositoryStatus';
import {
  infoStanzaSchema,
  statusCode,
  type InfoBackup,
  type InfoStanza,
} from './schema';

/** The newest of so many are taken; a stanza that keeps more keeps them for years. */
const MAX_BACKUPS = 5000;

const TYPES = {
  full: 'full',
  diff: 'differential',
  incr: 'incremental',
} as const;

/** What an annotation may be called, and what it may say, to be kept. */
function annotationsOf(backup: InfoBackup): Record<string, string> | undefined {
  const kept = Object.entries(backup.annotation ?? {}).flatMap(
    ([name, value]): [string, string][] =>
      typeof value === 'string' &&
      value.length <= 512 &&
      /^[A-Za-z0-9][A-Za-z0-9._/-]{0,252}$/.test(name)
        ? [[name, value]]
        : [],
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function backupOf(
  backup: InfoBackup,
  stanza: InfoStanza,
  takenAt: number,
): Backup {
  const annotations = annotationsOf(backup);
  const databases = backup['database-ref']?.map(({ name }) => name);
  const sizeBytes = backup.info?.repository?.delta;
  return {
    label: backup.label,
    type: TYPES[backup.type],
    state: backup.error ? 'damaged' : 'clean',
    startedAt: instantOfEpoch(backup.timestamp.start, takenAt),
    stoppedAt: instantOfEpoch(backup.timestamp.stop, takenAt),
    ...(backup.prior && { prior: backup.prior }),
    ...((stanza.repo?.length ?? 0) > 1 && {
      repository: String(backup.database['repo-key']),
    }),
    ...(annotations && { annotations }),
    ...(databases && { databases }),
    ...(typeof sizeBytes === 'number' && { sizeBytes }),
    ...(backup.error && {
      message:
        'Pages that it copied do not match their checksums, although the command ended well.',
    }),
  };
}

function encryptionOf(stanza: InfoStanza): 'yes' | 'no' | undefined {
  // Of several repositories, the one in the clear gives everything away. A stanza that can't be read says `none` of its own.
  const ciphers = (stanza.repo ?? [])
    .filter(repo => repo.status.code === statusCode.ok)
    .map(repo => repo.cipher);
  if (ciphers.length === 0 || ciphers.some(cipher => !cipher)) {
    return undefined;
  }
  return ciphers.includes('none') ? 'no' : 'yes';
}

/** Adds what `--set` said of some backups to the list of all. */
function withSets(listed: InfoStanza, sets: readonly InfoStanza[]): InfoStanza {
  const databases = new Map(
    sets.flatMap(({ backup }) =>
      backup.map(item => [item.label, item['database-ref']] as const),
    ),
  );
  return {
    ...listed,
    backup: listed.backup.map(item => ({
      ...item,
      'database-ref': item['database-ref'] ?? databases.get(item.label),
    })),
  };
}

/** The answer about one backup: a single one, with the databases in it. */
function isSet({ backup, status }: InfoStanza): boolean {
  return (
    status.code === statusCode.backupNotFound ||
    (backup.length === 1 && Array.isArray(backup[0]['database-ref']))
  );
}

function understandStanza(
  documents: readonly unknown[],
  takenAt: number,
): readonly BackupObservation[] {
  const read = documents.map(document => infoStanzaSchema.parse(document));
  const lists = read.filter(stanza => !isSet(stanza));
  const sets = read.filter(isSet);
  if (lists.length === 0) {
    sets.forEach(refuseUnread);
    throw new ToolOutputError(
      'This is the answer about one backup (--set), which would pass for the only one: report the whole list before it, in the same report.',
    );
  }
  if (lists.length > 1) {
    throw new ToolOutputError(
      'The stanza is listed twice: report what pgbackrest info printed once.',
    );
  }
  const stanza = withSets(lists[0], sets);
  refuseUnread(stanza);
  const encrypted = encryptionOf(stanza);
  const held = stanza.status.lock?.backup?.held;
  const backups = stanza.backup
    .map(backup => backupOf(backup, stanza, takenAt))
    .sort(
      (a, b) => compare(a.stoppedAt, b.stoppedAt) || compare(a.label, b.label),
    )
    .slice(-MAX_BACKUPS);
  return [
    {
      kind: 'backups',
      tool: 'pgbackrest',
      backups,
      problems: problemsOf(stanza),
      ...(encrypted && { encrypted }),
      ...(held !== undefined && { locked: held }),
    },
  ];
}

function compare(a = '', b = ''): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

const listSchema = z.array(z.unknown()).max(10_000);
const namedSchema = z.object({ name: z.string().min(1) });

/** Understands `pgbackrest info --output=json`, for one stanza or all, followed by any number of answers with `--set`. */
export const pgbackrestInfo: BackupReportFormat = {
  format: 'pgbackrest-info',
  command: 'pgbackrest info --output=json',
  translate: printed =>
    translateToolOutput(printed, documents => {
      const byName = new Map<string, unknown[]>();
      for (const document of documents) {
        for (const stanza of listSchema.parse(document)) {
          const { name } = namedSchema.parse(stanza);
          byName.set(name, [...(byName.get(name) ?? []), stanza]);
        }
      }
      if (byName.size === 0) {
        // So it answers without --stanza to a repository that it can't read, with exit code 0
        throw new ToolOutputError(
          'pgBackRest lists no stanza at all, as it does when it can’t read the repository: name the stanza by --stanza, and it says which of the two it is.',
          'unreachable',
        );
      }
      return [...byName].map(
        ([id, stanzas]): ToolOutputPart => ({
          id,
          understand: () => understandStanza(stanzas, printed.takenAt),
        }),
      );
    }),
};
