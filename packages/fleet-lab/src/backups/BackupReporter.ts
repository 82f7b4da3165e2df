import { setTimeout as sleep } from 'node:timers/promises';
import type { BackupReportBody } from './reports';

const ROUND_MS = 60_000;

interface BackupReporterOptions {
  /** Of the portal. */
  baseUrl: string;
  token: string;
}

/** Reports to the portal as the jobs beside the databases do: by its public endpoint, with the token of a machine. */
export class BackupReporter {
  readonly #options: BackupReporterOptions;

  constructor(options: BackupReporterOptions) {
    this.#options = options;
  }

  /** Throws when the portal does not take one of them. */
  async report(reports: readonly BackupReportBody[]): Promise<void> {
    const { baseUrl, token } = this.#options;
    for (const body of reports) {
      const response = await fetch(`${baseUrl}/api/odoo/backup-reports`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      if (!response.ok) {
        throw new Error(
          `the report ${body.format} of ${body.id} was answered ${
            response.status
          }: ${text.slice(0, 300)}`,
        );
      }
      const { status } = JSON.parse(text) as { status?: string };
      if (status !== 'observed') {
        throw new Error(
          `the report ${body.format} of ${body.id} came out as ${status}`,
        );
      }
    }
  }

  /**
   * Goes on reporting until the process ends, since a backup that nobody reports any more is one that nobody knows of. `reportsNow`
   * gives nothing while there is nothing to report yet. A portal that is away is tried again in the next round.
   */
  async keepReporting(
    reportsNow: () => Promise<readonly BackupReportBody[]>,
  ): Promise<never> {
    for (;;) {
      await sleep(ROUND_MS);
      try {
        await this.report(await reportsNow());
      } catch (error) {
        process.stderr.write(
          `backup reports: ${error instanceof Error ? error.message : error}\n`,
        );
      }
    }
  }
}
