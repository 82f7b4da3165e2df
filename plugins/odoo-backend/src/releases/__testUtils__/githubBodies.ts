import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonObject } from '@backstage/types';

const folder = resolve(
  __dirname,
  '../../adapters/releases/github/__fixtures__',
);

/** Bodies of GitHub's webhooks as they come over the wire, by the name of their file. */
export const githubBodies: Readonly<Record<string, JsonObject>> =
  Object.fromEntries(
    readdirSync(folder).map(file => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as JsonObject,
    ]),
  );

/** The page of their repository. */
export const githubSource = 'https://github.com/acme/odoo';
