import type {
  BackupObservation,
  BackupProblem,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { parseBackupSettings, type BackupReaderDeps } from './BackupAdapter';
import type {
  BackupReadOptions,
  BackupReportFormat,
  BackupSourceOutcome,
  BackupSourceReader,
} from './BackupSourceReader';
import { FetchedReportReader } from './FetchedReportReader';

const settingsSchema = z
  .object({
    reads: z
      .array(
        z
          .object({
            format: z.string(),
            target: z
              .string()
              .max(2048)
              .refine(target => /^(https?|file):\/\//i.test(target), {
                error: 'write an http(s) URL, or file:///… for a mounted file',
              })
              .refine(target => URL.canParse(target.replaceAll('{id}', 'id')), {
                error: 'write an address that is one',
              }),
            id: z.string().min(1).max(512).optional(),
          })
          .strict(),
      )
      .min(1)
      .max(500)
      .optional(),
    headers: z.record(z.string().max(100), z.string().max(8192)).optional(),
    /** Longest time that one reading may take. */
    timeoutSeconds: z.number().min(1).max(600).default(20),
  })
  .strict();

/** Kinds that several commands may each give a part of; the newest of any other kind counts alone. */
function merged(
  outcomes: readonly BackupSourceOutcome[],
): readonly BackupObservation[] {
  const seen = outcomes.flatMap(outcome =>
    outcome.status === 'observed' ? outcome.value : [],
  );
  const failures = outcomes.flatMap(outcome =>
    outcome.status === 'observed' || outcome.status === 'empty'
      ? []
      : [outcome],
  );
  const checks = seen.flatMap(one => (one.kind === 'checks' ? [one] : []));
  const problems: BackupProblem[] = [
    ...checks.flatMap(one => one.problems),
    // What could not be read must not hide behind what could
    ...failures.slice(0, 5).map(({ message }) => ({
      id: 'report-unreadable',
      status: 'unknown' as const,
      message:
        `One of the reports that it is read from gives no facts: ${message}`.slice(
          0,
          500,
        ),
    })),
  ];
  const others = seen.filter(one => one.kind !== 'checks');
  return checks.length === 0 && failures.length === 0
    ? others
    : [
        ...others,
        {
          kind: 'checks',
          tool: checks[0]?.tool ?? 'reports',
          problems: problems.slice(0, 200),
        },
      ];
}

function together(
  outcomes: readonly BackupSourceOutcome[],
): BackupSourceOutcome {
  const [first] = outcomes;
  if (outcomes.length === 1) {
    return first;
  }
  // Never later than the oldest of them
  const observedAt = Math.min(...outcomes.map(outcome => outcome.observedAt));
  if (outcomes.some(({ status }) => status === 'observed')) {
    return { status: 'observed', value: merged(outcomes), observedAt };
  }
  const failed = outcomes.find(({ status }) => status !== 'empty');
  return { ...(failed ?? first), observedAt };
}

/**
 * Reads what the commands of a tool printed into files, as `settings` of a source name them:
 *
 * ```yaml
 * settings:
 *   reads:
 *     - { format: pgbackrest-info, target: https://reports.example.com/pgbackrest.json }
 *     - { format: check-pgbackrest, target: 'file:///var/reports/{id}/archives.json' }
 *   headers:
 *     authorization: Bearer ${REPORTS_TOKEN}
 * ```
 *
 * `{id}` stands for what is asked about, url-encoded; `id` of an item limits it to that one. When one of several files can't be read,
 * what the others say counts, and a problem of status `unknown` says so.
 *
 * @returns nothing when the settings name no reads: the source then only reports.
 * @throws Error, as {@link parseBackupSettings} does.
 *
 * @public
 */
export function createFetchedReports(
  formats: readonly BackupReportFormat[],
  settings: unknown,
  deps: Pick<BackupReaderDeps, 'fetchText' | 'now'>,
): BackupSourceReader | undefined {
  const { reads, headers, timeoutSeconds } = parseBackupSettings(
    settingsSchema,
    settings,
  );
  if (reads === undefined) {
    return undefined;
  }
  const readers = reads.map(({ format: name, target, id }, index) => {
    const format = formats.find(one => one.format === name);
    if (format === undefined) {
      throw new Error(
        `settings.reads[${index}].format: write one of ${formats
          .map(one => one.format)
          .join(', ')}`,
      );
    }
    return FetchedReportReader.create({
      url: target,
      format,
      deps,
      timeoutMs: timeoutSeconds * 1000,
      ...(id !== undefined && { id }),
      ...(headers && { headers }),
    });
  });
  return {
    async read(options: BackupReadOptions) {
      const found = await Promise.all(
        readers.map(reader => reader.read(options)),
      );
      return new Map(
        options.ids.map((id): [string, BackupSourceOutcome] => {
          const outcomes = found.flatMap(one => one.get(id) ?? []);
          return [
            id,
            outcomes.length > 0
              ? together(outcomes)
              : {
                  status: 'malformed',
                  message:
                    'No entry of reads is about it: add one to the settings of the source.',
                  observedAt: deps.now(),
                },
          ];
        }),
      );
    },
  };
}
