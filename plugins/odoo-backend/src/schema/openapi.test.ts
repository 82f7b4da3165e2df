import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { createOpenApiDocument, operations } from './openApiDocument';

const FILE = resolve(__dirname, 'openapi.yaml');
const HEADER =
  '# Generated from the schemas of odoo-common. To write it again:\n' +
  '#   UPDATE_OPENAPI=1 CI=1 yarn workspace @odoo-fleet/backstage-plugin-odoo-backend test src/schema\n';

describe('openapi.yaml', () => {
  const document = createOpenApiDocument();

  it('is what the schemas say', () => {
    const wanted =
      HEADER + stringify(document, { aliasDuplicateObjects: false });
    if (process.env.UPDATE_OPENAPI) {
      writeFileSync(FILE, wanted);
    }
    // On a difference: run the command of the file's first lines, and look at what changes for clients
    expect(readFileSync(FILE, 'utf8')).toBe(wanted);
  });

  it('resolves every reference', () => {
    const { schemas } = document.components as { schemas: object };
    const refs = JSON.stringify(document).match(/#\/[^"]+/g) ?? [];
    const missing = refs.filter(
      ref => !(ref.replace('#/components/schemas/', '') in schemas),
    );

    expect(refs.length).toBeGreaterThan(20);
    expect(missing).toEqual([]);
  });

  it('never writes with GET, and each path stands once', () => {
    const keys = Object.values(operations).map(o => `${o.method} ${o.path}`);

    expect(new Set(keys).size).toBe(keys.length);
    expect(
      Object.values(operations).filter(
        o => o.method === 'get' && (o.body || o.rawBody),
      ),
    ).toEqual([]);
  });
});
