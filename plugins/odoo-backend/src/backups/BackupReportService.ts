import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  backupOperations,
  odooBackupReportPermission,
  plainText,
  type BackupReport,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  BackupReportFormat,
  BackupSourceOutcome,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { z } from 'zod';
import type { BindingStore } from '../catalog';
import type { Authorizer } from '../platform/Authorizer';
import type { Clock } from '../platform/clock';
import type { BackupReading, BackupStore } from './BackupStore';
import {
  confirmedTargetsOf,
  coversAnything,
  type ConfirmedTarget,
  type DeclaredBindings,
} from './confirmedTargets';
import { readingOf } from './readingOf';

export interface BackupReportServiceOptions extends DeclaredBindings {
  formats: ReadonlyMap<string, BackupReportFormat>;
  bindings: Pick<BindingStore, 'listConfirmed' | 'getStandings'>;
  store: Pick<BackupStore, 'record'>;
  authorizer: Pick<Authorizer, 'filterEnvironments'>;
  clock: Clock;
  logger: LoggerService;
}

/** What became of a report. */
export type BackupReportAnswer = z.input<
  typeof backupOperations.reportBackups.response
>;

/** The same words whether there is no such thing or it is somebody else's. */
const REFUSED =
  'no environment that you may report for has a confirmed claim to it in this source';

/** Most refused ids that an answer lists. */
const MAX_REFUSED = 500;

const worstFirst: readonly BackupReading['status'][] = [
  'malformed',
  'unauthorised',
  'unreachable',
  'empty',
  'observed',
];

/** Takes what a job beside the backups saw of its tool, and keeps it as if the portal had asked. */
export class BackupReportService {
  readonly #options: BackupReportServiceOptions;

  static create(options: BackupReportServiceOptions): BackupReportService {
    return new BackupReportService(options);
  }

  private constructor(options: BackupReportServiceOptions) {
    this.#options = options;
  }

  /**
   * Keeps what the output says of those things that the caller may report; of others it does not say whether they exist. An output
   * that is not understood is kept as an attempt of everything that it should have spoken of.
   *
   * @throws InputError for a format that no adapter has, NotAllowedError when the caller may report nothing of what it spoke of.
   */
  async report(
    report: BackupReport,
    credentials: BackstageCredentials,
  ): Promise<BackupReportAnswer> {
    const { formats, store, clock } = this.#options;
    const format = formats.get(report.format);
    if (!format) {
      throw new InputError(
        `body.format: there is no such format; there are ${
          [...formats.keys()].sort().join(', ') || 'none'
        }`,
      );
    }
    const now = clock.now();
    const permitted = await this.#permittedIds(report.source, credentials, now);
    const outcomes = this.#translate(format, report);
    const readings: BackupReading[] = [];
    const refused = new Set<string>();
    const keep = (target: string, outcome: BackupSourceOutcome) =>
      readings.push(
        readingOf({ source: report.source, target }, outcome, {
          by: 'reported',
          attemptedAt: now,
          tookMs: 0,
        }),
      );
    for (const [id, outcome] of outcomes) {
      const about = id === '' ? report.id ?? '' : id;
      if (about === '') {
        permitted.forEach(target => keep(target, outcome));
      } else if (permitted.has(about)) {
        keep(about, outcome);
      } else {
        refused.add(plainText(about, 512));
      }
    }
    if (readings.length === 0) {
      throw new NotAllowedError(
        `Nothing of this output is taken: of everything that it speaks of, ${REFUSED}; an entry of odoo.machines with the verb 'backups.report' and one of odoo.claims in the portal's config can allow it`,
      );
    }
    await store.record(readings, now);
    return {
      status:
        worstFirst.find(word =>
          readings.some(({ status }) => status === word),
        ) ?? 'empty',
      targets: readings.map(({ target }) => target),
      refused: [...refused]
        .sort()
        .slice(0, MAX_REFUSED)
        .map(target => ({ target, reason: REFUSED })),
    };
  }

  async #permittedIds(
    source: string,
    credentials: BackstageCredentials,
    now: number,
  ): Promise<Set<string>> {
    const targets = await this.#confirmedTargets(source, now);
    const permitted = new Set(
      await this.#options.authorizer.filterEnvironments(
        credentials,
        odooBackupReportPermission,
        'backups.report',
        [...new Set(targets.map(({ environmentRef }) => environmentRef))],
      ),
    );
    return new Set(
      targets
        .filter(({ environmentRef }) => permitted.has(environmentRef))
        .map(({ id }) => id),
    );
  }

  /** Few claims name a source; what one covers by itself stands in no claim, so there the fleet is looked through. */
  async #confirmedTargets(
    source: string,
    now: number,
  ): Promise<ConfirmedTarget[]> {
    const { bindings, configured } = this.#options;
    const settings = configured.find(({ name }) => name === source);
    return settings && coversAnything(settings)
      ? confirmedTargetsOf(this.#options, source, now)
      : bindings.listConfirmed('stanza', source, now);
  }

  #translate(
    format: BackupReportFormat,
    { output, exitCode, id, takenAt }: BackupReport,
  ): ReadonlyMap<string, BackupSourceOutcome> {
    const at = Date.parse(takenAt);
    try {
      const outcomes = format.translate({
        output,
        takenAt: at,
        ...(exitCode !== undefined && { exitCode }),
        ...(id !== undefined && { id }),
      });
      if (outcomes.size > 0) {
        return outcomes;
      }
    } catch (error) {
      // Against its contract; the caller can do nothing about it
      this.#options.logger.error(
        `The format ${format.format} could not read a report`,
        error instanceof Error ? error : undefined,
      );
    }
    return new Map([
      [
        id ?? '',
        {
          status: 'malformed',
          message: `This is not what '${plainText(
            format.command,
          )}' prints: send its standard output as it is.`,
          observedAt: at,
        },
      ],
    ]);
  }
}
