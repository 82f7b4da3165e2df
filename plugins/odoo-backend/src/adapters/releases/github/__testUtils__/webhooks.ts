import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonObject } from '@backstage/types';

export const sha = 'a1'.repeat(20);
export const headSha = 'b2'.repeat(20);
export const digest = `sha256:${'5e'.repeat(32)}`;
export const repositoryUrl = 'https://github.com/acme/odoo';

const folder = resolve(__dirname, '../__fixtures__');

/** Bodies of webhooks, our own, in the shape of GitHub's, by the name of their file. */
export const webhooks: Readonly<Record<string, JsonObject>> =
  Object.fromEntries(
    readdirSync(folder).map(file => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as JsonObject,
    ]),
  );
