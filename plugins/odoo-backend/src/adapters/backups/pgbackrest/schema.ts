import { z } from 'zod';

/** What pgBackRest and check_pgbackrest print, as far as it is read. */

const name = z.string().min(1).max(512);
const key = z.number().int().min(0).max(256);
const epochSeconds = z.number().int();
const segment = z.string().max(64);

/** Codes of `status`, as pgBackRest's info command has them. */
export const statusCode = {
  ok: 0,
  missingStanzaPath: 1,
  noBackup: 2,
  missingStanzaData: 3,
  differentAcrossRepos: 4,
  databaseMismatch: 5,
  backupNotFound: 6,
  other: 99,
} as const;

const status = z.object({
  code: z.number().int(),
  message: z.string().optional(),
});

export const infoBackupSchema = z.object({
  label: name,
  type: z.enum(['full', 'diff', 'incr']),
  prior: name.nullish(),
  error: z.boolean().nullish(),
  database: z.object({ 'repo-key': key }),
  timestamp: z.object({ start: epochSeconds, stop: epochSeconds }),
  info: z
    .object({
      repository: z.object({ delta: z.number().min(0).nullish() }).nullish(),
    })
    .nullish(),
  annotation: z.record(z.string(), z.unknown()).nullish(),
  /** Only with `--set`. */
  'database-ref': z.array(z.object({ name })).max(5000).nullish(),
});

export type InfoBackup = z.infer<typeof infoBackupSchema>;

export const infoStanzaSchema = z.object({
  name,
  status: status.extend({
    lock: z
      .object({ backup: z.object({ held: z.boolean() }).nullish() })
      .nullish(),
  }),
  cipher: z.string().nullish(),
  repo: z
    .array(z.object({ key, cipher: z.string().nullish(), status }))
    .max(256)
    .nullish(),
  backup: z.array(infoBackupSchema).max(100_000),
});

export type InfoStanza = z.infer<typeof infoStanzaSchema>;

/** Numbers are texts. */
const count = z.union([
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  z.number().int().min(0),
]);

export const checkServiceSchema = z.object({
  service: z.string().max(100),
  status: z.object({ code: z.number().int().min(0).max(3) }),
  message: z.string().nullish(),
  long_message: z
    .object({
      min_wal: segment.nullish(),
      max_wal: segment.nullish(),
      num_missing_archives: count.nullish(),
      oldest_missing_archive: segment.nullish(),
      latest_missing_archive: segment.nullish(),
      latest_archive_age: z.string().max(100).nullish(),
      latest_bck: name.nullish(),
      latest_bck_archive_start: segment.nullish(),
      oldest_bck: name.nullish(),
      oldest_bck_archive_start: segment.nullish(),
    })
    .nullish(),
});

export type CheckService = z.infer<typeof checkServiceSchema>;

/** `pgbackrest repo-ls --recurse --output=json archive/<stanza>`: paths below that folder. */
export const archiveListingSchema = z.record(
  z.string().max(1024),
  z.object({ type: z.string().max(20) }),
);
