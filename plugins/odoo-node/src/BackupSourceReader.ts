import type { BackupObservation } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { SourceOutcome } from './SourceOutcome';

/**
 * What a source said about one thing that it was asked about.
 *
 * @public
 */
export type BackupSourceOutcome = SourceOutcome<readonly BackupObservation[]>;

/**
 * What is asked of a {@link BackupSourceReader}.
 *
 * @public
 */
export interface BackupReadOptions {
  /** What the source calls the things asked about, each once; only ids of confirmed bindings are ever asked for. */
  ids: readonly string[];
  signal: AbortSignal;
}

/**
 * Reads one configured source of backups. It only reads, with what the portal may read.
 *
 * @remarks
 * Every call ends within a bound of time and takes in no more than a bound of answer, whatever the other side does, in a number of
 * questions to the source that grows no faster than the ids do. It rejects only when its signal is aborted, with the signal's
 * reason; everything else is an outcome, one for each id and for no other. `empty` is a source that answered and has nothing about
 * that id. Messages never hold a secret, a credential or a text of the source that could hold one. Held to by
 * `describeBackupSourceReaderContract` of `./testUtils`.
 *
 * @public
 */
export interface BackupSourceReader {
  read(
    options: BackupReadOptions,
  ): Promise<ReadonlyMap<string, BackupSourceOutcome>>;
}

/**
 * What a tool printed, with what is known around it.
 *
 * @public
 */
export interface BackupToolOutput {
  /** Standard output. */
  output: string;
  /** Absent when it was read from a file or a web server. */
  exitCode?: number;
  /** What the output is about, when it does not say so itself. */
  id?: string;
  /** When the tool was asked, epoch milliseconds. */
  takenAt: number;
}

/**
 * Understands what one command of a tool prints. Pure: no clock, nothing asked.
 *
 * @remarks
 * Never throws: what is not that command's output is `malformed`, under the id that was given, or under `''` when none was. An output
 * about several things (all stanzas of a repository) gives an outcome for each. Messages are plain text without addresses and
 * credentials. Held to by `describeBackupReportFormatContract` of `./testUtils`.
 *
 * @public
 */
export interface BackupReportFormat {
  /** `pgbackrest-info`: names the command, in reports and in the config. */
  readonly format: string;
  /** The command whose output it is, for documentation: `pgbackrest info --output=json`. */
  readonly command: string;
  translate(output: BackupToolOutput): ReadonlyMap<string, BackupSourceOutcome>;
}
