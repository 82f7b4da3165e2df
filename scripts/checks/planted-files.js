// Violations of the checks on files, planted in memory: the check must find `bad` and let `good` pass.
const source = (file, text = 'export {};\n') => [{ file, text }];
const body = 'a: string;\n  b: number;\n  c?: boolean;';

const plantedFiles = [
  {
    name: 'no file named utils',
    check: 'fileNameProblems',
    bad: source('plugins/odoo/src/releases/utils.ts'),
    good: source('plugins/odoo-node/src/testUtils/index.ts'),
  },
  {
    name: 'no test named after a helper',
    check: 'fileNameProblems',
    bad: source('plugins/odoo/src/dateHelpers.test.tsx'),
    good: source('plugins/odoo-common/src/dates.test.ts'),
  },
  {
    name: 'no folder named common',
    check: 'fileNameProblems',
    bad: source('plugins/odoo/src/common/Age.tsx'),
    good: source('plugins/odoo/src/time/Age.tsx'),
  },
  {
    name: 'an exception from lint names its rule',
    check: 'lintExceptionProblems',
    bad: source(
      'plugins/odoo/src/a.ts',
      '// eslint-disable-next-line -- because\n',
    ),
    good: source(
      'plugins/odoo/src/a.ts',
      '// eslint-disable-next-line no-console -- because\n',
    ),
  },
  {
    name: 'an exception from lint gives its reason',
    check: 'lintExceptionProblems',
    bad: source('plugins/odoo/src/a.ts', '/* eslint-disable max-lines */\n'),
    good: source(
      'plugins/odoo/src/a.ts',
      '/* eslint-disable max-lines -- one table */\n',
    ),
  },
  {
    name: 'no @ts-ignore',
    check: 'lintExceptionProblems',
    bad: source('plugins/odoo/src/a.ts', '// @ts-ignore because\n'),
    good: source('plugins/odoo/src/a.ts', '// @ts-expect-error because\n'),
  },
  {
    name: '250 lines get a notice',
    check: 'longFiles',
    bad: source('plugins/odoo/src/a.ts', 'a\n'.repeat(251)),
    good: source('plugins/odoo/src/a.ts', 'a\n'.repeat(250)),
  },
  {
    name: "no path of one machine's",
    check: 'machineTraceProblems',
    bad: source('README.md', 'See /home/jo/odoo-fleet\n'),
    good: source(
      'README.md',
      'See https://example.org/home/page and "${TMPDIR:-/tmp}/x"\n',
    ),
  },
  {
    name: 'no registry but npm’s own in a lock file',
    check: 'machineTraceProblems',
    bad: source(
      '.toolchain/package-lock.json',
      '"resolved": "https://npm.example.org/a.tgz"\n',
    ),
    good: source(
      '.toolchain/package-lock.json',
      '"resolved": "https://registry.npmjs.org/a.tgz"\n',
    ),
  },
  {
    name: 'no registry setting',
    check: 'machineTraceProblems',
    bad: source(
      '.yarnrc.yml',
      'npmRegistryServer: "https://npm.example.org"\n',
    ),
    good: source('.yarnrc.yml', 'nodeLinker: node-modules\n'),
  },
  {
    name: 'no type declared twice',
    check: 'duplicateTypeProblems',
    bad: [
      ...source('plugins/odoo/src/a.ts', `interface A {\n  ${body}\n}\n`),
      ...source(
        'plugins/odoo-common/src/b.ts',
        `type B = {\n // why\n c?: boolean; a: string, b: number };\n`,
      ),
    ],
    good: [
      ...source('plugins/odoo/src/a.ts', `interface A {\n  ${body}\n}\n`),
      ...source(
        'plugins/odoo-common/src/b.ts',
        `interface B {\n  ${body}\n d: string;\n}\n`,
      ),
    ],
  },
  {
    name: 'no schema declared twice',
    check: 'duplicateTypeProblems',
    bad: [
      ...source(
        'plugins/odoo/src/a.ts',
        'const a = z.object({ a: z.string(), b: z.number(), c: z.string() });\n',
      ),
      ...source(
        'plugins/odoo/src/b.ts',
        'const b = z.object({ a: z.string(), b: z.number(), c: z.string() });\n',
      ),
    ],
    good: [
      ...source(
        'plugins/odoo/src/a.ts',
        'const a = z.object({ a: z.string(), b: z.number() });\n',
      ),
      ...source(
        'plugins/odoo/src/b.ts',
        'const b = z.object({ a: z.string(), b: z.number() });\n',
      ),
    ],
  },
];

module.exports = { plantedFiles };
