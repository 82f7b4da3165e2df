import type {
  LoggerService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import type { z } from 'zod';
import type {
  BackupReportFormat,
  BackupSourceReader,
} from './BackupSourceReader';
import type { ClusterReader } from './ClusterReader';
import { describeSchemaError } from './describeSchemaError';
import type { SourceOutcome } from './SourceOutcome';

/**
 * How a text is fetched.
 *
 * @public
 */
export interface FetchTextOptions {
  signal: AbortSignal;
  /** Most bytes that are taken in; more is `malformed`. */
  maxBytes: number;
  /** Sent along: a token of the source's settings, say. Never repeated in a message. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * The API of a Git host, as an entry of `integrations` in the portal's config has it.
 *
 * @public
 */
export interface GitHostApi {
  type: 'github' | 'gitlab';
  /** Without a slash at its end. */
  baseUrl: string;
  /** The portal's own credentials there, for {@link BackupReaderDeps.fetchText}. Never repeated in a message. */
  headers: Readonly<Record<string, string>>;
}

/**
 * What the plugin gives an adapter to read with.
 *
 * @public
 */
export interface BackupReaderDeps {
  clusters: ClusterReader;
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Fetches a text from an address that the platform's config names, never a descriptor: http, https, or `file:` for a file that
   * is mounted beside the backend. Follows no redirect. Rejects only with the signal's reason; messages never hold the address. An
   * answer without a body is `empty`.
   */
  fetchText(
    url: string,
    options: FetchTextOptions,
  ): Promise<SourceOutcome<string>>;
  /** The portal's own way to Git hosts, with the credentials of `integrations`. For addresses that the config names. */
  urlReader: UrlReaderService;
  /**
   * The API of the Git host of an address that the config names; undefined when no entry of `integrations` is for it, it is of another
   * type, or its credentials could not be had.
   */
  gitHostApi(url: string): Promise<GitHostApi | undefined>;
  logger: LoggerService;
}

/**
 * A kind of backup source: how it is read by the portal, what its tool prints for those that the portal can't reach, or both.
 *
 * @public
 */
export interface BackupAdapter {
  /** Name of the adapter's folder, and value of `odoo.backups.sources[].adapter`: `pgbackrest`. */
  readonly id: string;

  /** What commands of the tool print, for `POST /backup-reports` and for files that are fetched. Each name stands once over all adapters. */
  readonly formats?: readonly BackupReportFormat[];

  /**
   * Of an adapter whose sources each read one Git repository: its address, with these settings. Environments whose `spec.gitops`
   * names that repository are then read about without a word in `spec.backupSources`, by their path in it.
   *
   * @param settings - `settings` of the entry, unchecked.
   * @returns nothing when the settings are wrong; {@link BackupAdapter.createReader} says so.
   */
  repositoryOf?(settings: unknown): string | undefined;

  /**
   * Makes a reader of one entry of `odoo.backups.sources[]`; absent when its facts are only ever reported.
   *
   * @param settings - `settings` of the entry, unchecked; absent when there are none.
   * @throws Error, as {@link parseBackupSettings} does, when the settings are wrong.
   * @returns nothing when the settings say that this source only reports.
   */
  createReader?(
    settings: unknown,
    deps: BackupReaderDeps,
  ): BackupSourceReader | undefined;
}

/**
 * Checks the settings of a source. The message of the error names the place below `settings` and no value, since that may be a
 * secret; the plugin writes the place of the entry before it: `odoo.backups.sources[2].settings.url: write an http(s) URL`.
 *
 * @public
 */
export function parseBackupSettings<T extends z.ZodType>(
  schema: T,
  settings: unknown,
): z.output<T> {
  const parsed = schema.safeParse(settings ?? {});
  if (parsed.success) {
    return parsed.data;
  }
  const { path, message } = describeSchemaError(parsed.error, 'settings');
  throw new Error(`${path}: ${message}`);
}
