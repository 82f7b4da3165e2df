// Violations of the checks on READMEs, links and catalog-info.yaml, planted in memory as those of planted-files.js.
const source = (file, text = 'export {};\n') => [{ file, text }];
const manifest = (role, dependencies = {}) =>
  JSON.stringify({ name: role, backstage: { role }, dependencies });
const component = (name, type, rest = '') =>
  `---\nkind: Component\nmetadata: { name: ${name} }\nspec: { type: ${type}${rest} }\n`;
/** A package with a README and a config of two keys. */
const configured = readme => [
  ...source('plugins/odoo/package.json', '{}'),
  ...source('plugins/odoo/README.md', readme),
  ...source(
    'plugins/odoo/config.d.ts',
    'export interface Config { odoo?: { links?: Links; lists?: Array<{ of?: string }> } }\n',
  ),
  ...source(
    'plugins/odoo/config.links.d.ts',
    'export interface Links { argocd?: string }\n',
  ),
];
const configTable = (...rows) =>
  `## Config\n\n| key | meaning |\n| --- | --- |\n${rows
    .map(row => `| ${row} | x |\n`)
    .join('')}`;

const plantedDocuments = [
  {
    name: 'a link leads to a file',
    check: 'brokenLinkProblems',
    bad: source('docs/a.md', 'See [b](../docs/b.md).\n'),
    good: [
      ...source('docs/a.md', 'See [b](../docs/b.md#two-words) and `[c](d)`.\n'),
      ...source('docs/b.md', '## Two words\n'),
    ],
  },
  {
    name: 'a link leads to a heading',
    check: 'brokenLinkProblems',
    bad: source('docs/a.md', '## One\n\n[two](#two)\n'),
    good: source('docs/a.md', '## One\n\n[one](#one)\n'),
  },
  {
    name: 'a picture is shown',
    check: 'brokenLinkProblems',
    bad: source('docs/images/a.png', ''),
    good: [
      ...source('docs/images/a.png', ''),
      ...source('README.md', '<img src="docs/images/a.png" />\n'),
    ],
  },
  {
    name: 'every package is a Component',
    check: 'catalogInfoProblems',
    bad: source('plugins/odoo/package.json', manifest('frontend-plugin')),
    good: [
      ...source('plugins/odoo/package.json', manifest('frontend-plugin')),
      ...source(
        'catalog-info.yaml',
        component('odoo', 'backstage-frontend-plugin'),
      ),
    ],
  },
  {
    name: 'a Component depends on what its package needs',
    check: 'catalogInfoProblems',
    bad: [
      ...source('packages/app/package.json', manifest('frontend', { x: '1' })),
      ...source(
        'catalog-info.yaml',
        component('portal-app', 'website', ', dependsOn: [a]'),
      ),
    ],
    good: [
      ...source(
        'packages/app/package.json',
        manifest('frontend', { backend: '1' }),
      ),
      ...source('packages/backend/package.json', manifest('backend')),
      ...source(
        'catalog-info.yaml',
        component(
          'portal-app',
          'website',
          ", dependsOn: ['component:default/portal-backend']",
        ) + component('portal-backend', 'service'),
      ),
    ],
  },
  {
    name: 'a package has a README',
    check: 'readmeProblems',
    bad: source('plugins/odoo/package.json', '{}'),
    good: [
      ...source('plugins/odoo/package.json', '{}'),
      ...source('plugins/odoo/README.md', '# odoo\n'),
    ],
  },
  {
    name: 'a README lists every key of the config',
    check: 'readmeProblems',
    bad: configured(configTable('`odoo.lists[]`')),
    good: configured(configTable('`odoo.lists[]`', '`odoo.links.argocd`')),
  },
  {
    name: 'a README lists no key that is not there',
    check: 'readmeProblems',
    bad: configured(
      configTable('`odoo.lists[]`', '`odoo.links.argocd`, `.flux`'),
    ),
    good: configured(configTable('`odoo.lists[].of`, `odoo.links`')),
  },
  {
    name: 'a README lists every permission',
    check: 'readmeProblems',
    bad: [
      ...source(
        'plugins/odoo-common/src/permissions.ts',
        "  name: 'odoo.a.read',\n",
      ),
      ...source('plugins/odoo-backend/README.md', 'Without `odoo.a.read` …\n'),
    ],
    good: [
      ...source(
        'plugins/odoo-common/src/permissions.ts',
        "  name: 'odoo.a.read',\n",
      ),
      ...source('plugins/odoo-backend/README.md', '| `odoo.a.read` | a |\n'),
    ],
  },
  {
    name: 'a README leads to every adapter',
    check: 'readmeProblems',
    bad: [
      ...source('plugins/odoo-backend/src/adapters/backups/a/index.ts'),
      ...source('plugins/odoo-backend/src/adapters/backups/a/README.md'),
    ],
    good: [
      ...source('plugins/odoo-backend/src/adapters/backups/a/index.ts'),
      ...source('plugins/odoo-backend/src/adapters/backups/a/README.md'),
      ...source(
        'plugins/odoo-backend/README.md',
        '[a](src/adapters/backups/a/README.md)\n',
      ),
    ],
  },
];

module.exports = { plantedDocuments };
