import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

interface Declared {
  kind?: string;
  metadata?: { name?: string };
  spec?: Record<string, unknown>;
}

function readDeclared(folder: string): Declared[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .flatMap(file =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(
        document => document.toJS() as Declared,
      ),
    );
}

/** One environment that the demonstration's descriptors declare. */
interface DeclaredEnvironment {
  ref: string;
  tenant: string;
  stage: string;
  image: string;
}

/** The environments that a folder of descriptors declares, by reference. The demonstration uses one namespace, `default`. */
export function declaredEnvironments(folder: string): DeclaredEnvironment[] {
  return readDeclared(folder)
    .filter(({ kind }) => kind === 'OdooEnvironment')
    .map(({ metadata, spec }) => ({
      ref: `odooenvironment:default/${metadata?.name}`,
      tenant: String(spec?.tenant),
      stage: String(spec?.stage),
      image: String(spec?.image),
    }))
    .sort((a, b) => (a.ref < b.ref ? -1 : 1));
}
