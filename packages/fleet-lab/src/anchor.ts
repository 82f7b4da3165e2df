import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where the instant is kept that the story is told from. */
export function anchorFile(): string {
  return `${process.env.ODOO_FLEET_DATA_DIR ?? '.data'}/demonstration-anchor`;
}

/** The instant that the story was last told from; undefined when it never was. */
export async function readAnchor(): Promise<Date | undefined> {
  const stored = await readFile(anchorFile(), 'utf8').catch(() => '');
  const anchor = new Date(stored.trim());
  return Number.isNaN(anchor.getTime()) ? undefined : anchor;
}

/** Has the story told from now on. */
export async function dropAnchor(): Promise<Date> {
  const now = new Date();
  const file = anchorFile();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, now.toISOString());
  await rename(`${file}.new`, file);
  return now;
}
