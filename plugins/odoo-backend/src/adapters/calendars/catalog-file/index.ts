import { open, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScmIntegrations } from '@backstage/integration';
import { MAX_ICALENDAR_LENGTH } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  outcomeOfCalendarText,
  type CalendarReader,
  type CalendarReadOptions,
  type SourceOutcome,
  type UnreadableSource,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

export interface CatalogFileOptions {
  /** Reads addresses. */
  urls: CalendarReader;
  clock: { now(): number };
  /** Knows how the portal's Git hosts write the address of a file beside another. */
  integrations: Pick<ScmIntegrations, 'resolveUrl'>;
}

/** Location of the descriptor, as the catalog's annotation says it, and the path that the descriptor names. */
const targetSchema = z.tuple([
  z.string().max(4096),
  z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+\.ics$/),
]);

type Failed = (
  status: UnreadableSource['status'],
  message: string,
) => UnreadableSource;

/** A file on the disk of the portal, beside a descriptor that the portal's own config made the catalog read from there. */
async function readBeside(
  descriptor: string,
  file: string,
  clock: CatalogFileOptions['clock'],
  failed: Failed,
): Promise<SourceOutcome<string>> {
  try {
    const folder = await realpath(dirname(descriptor));
    const path = await realpath(resolve(folder, file));
    // A symbolic link must not lead out of the folder
    if (!path.startsWith(folder + sep) || !path.endsWith('.ics')) {
      return failed(
        'unauthorised',
        'The file of the calendar lies outside of the folder of its descriptor: put it beside the descriptor.',
      );
    }
    const observedAt = clock.now();
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > MAX_ICALENDAR_LENGTH) {
        return failed(
          'malformed',
          `The file of the calendar is larger than ${MAX_ICALENDAR_LENGTH} bytes; split it.`,
        );
      }
      return outcomeOfCalendarText(await handle.readFile('utf8'), observedAt);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return (error as { code?: string }).code === 'EACCES'
      ? failed(
          'unauthorised',
          'The portal may not read the file of the calendar: let its account read it.',
        )
      : failed(
          'unreachable',
          'There is no such file beside the descriptor: put it there, or correct its name.',
        );
  }
}

/** Reads `file` of a tenant's calendar, from where its descriptor was read. */
export class CatalogFileCalendarReader implements CalendarReader {
  readonly id = 'catalog-file';
  readonly #options: CatalogFileOptions;

  static create(options: CatalogFileOptions): CatalogFileCalendarReader {
    return new CatalogFileCalendarReader(options);
  }

  private constructor(options: CatalogFileOptions) {
    this.#options = options;
  }

  async read(
    target: string,
    options: CalendarReadOptions,
  ): Promise<SourceOutcome<string>> {
    const { signal } = options;
    signal.throwIfAborted();
    const { urls, clock, integrations } = this.#options;
    const failed: Failed = (status, message) => ({
      status,
      message,
      observedAt: clock.now(),
    });
    const parsed = readTarget(target);
    if (!parsed) {
      return failed(
        'malformed',
        'The file of the calendar is no relative path to an .ics file, without `..`.',
      );
    }
    const [location, file] = parsed;
    if (location.startsWith('file:')) {
      const outcome = await readBeside(pathOf(location), file, clock, failed);
      signal.throwIfAborted();
      return outcome;
    }
    const base = location.replace(/^url:/, '');
    if (!/^https?:\/\//.test(base)) {
      return failed(
        'unreachable',
        'The descriptor was read from neither a file nor a URL: give the calendar a url instead of a file.',
      );
    }
    let url: string;
    try {
      url = integrations.resolveUrl({ url: `./${file}`, base });
    } catch {
      return failed(
        'malformed',
        'No address can be made of where the descriptor lies and the name of the file: give the calendar a url.',
      );
    }
    return urls.read(url, options);
  }
}

function readTarget(target: string): [string, string] | undefined {
  try {
    return targetSchema.safeParse(JSON.parse(target)).data;
  } catch {
    return undefined;
  }
}

/** The catalog writes a bare path behind `file:`; `file://` is how others do. */
function pathOf(location: string): string {
  return location.startsWith('file://')
    ? fileURLToPath(location)
    : location.slice('file:'.length);
}
