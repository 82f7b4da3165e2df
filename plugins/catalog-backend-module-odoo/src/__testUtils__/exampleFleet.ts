import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { parseAllDocuments } from 'yaml';

const FLEET = resolve(__dirname, '../../../../examples/fleet');

/** Every entity that examples/fleet declares, in the order of its files. */
export function readExampleFleet(): Entity[] {
  return readdirSync(FLEET, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .flatMap(file =>
      parseAllDocuments(readFileSync(join(FLEET, file), 'utf8')).map(
        document => document.toJS() as Entity,
      ),
    );
}
