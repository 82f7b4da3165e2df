// The ESLint configuration of a package: Backstage's own by role, with the house rules of docs/decisions/0001-house-rules.md
// on top. Each .eslintrc.js calls one of these with its own folder. That they bite is shown by scripts/checks/rules-bite.js.
const createConfig = require('@backstage/cli/config/eslint-factory');

const {
  pureSyntax,
  pureGlobals,
  impureModules,
  knexImport,
  expressImports,
  ownCredentials,
  backendClock,
  backendDirname,
  reactDefaultImports,
  frontendGlobals,
} = require('./restrictions');

const TESTS = [
  '**/*.test.*',
  '**/testUtils/**',
  '**/__testUtils__/**',
  '**/__fixtures__/**',
  'src/setupTests.*',
  'dev/**',
];

// Without the extensions, import rules find no TypeScript file and report nothing at all
const settings = {
  'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
};

const everywhere = {
  '@typescript-eslint/no-explicit-any': 'error',
  // The soft limit of 250 lines is a notice of scripts/checks/file-lengths.js; an exception is an eslint-disable with a reason
  'max-lines': ['error', 400],
  // Property-based tests assert through fast-check, HTTP tests through supertest
  'jest/expect-expect': [
    'error',
    {
      assertFunctionNames: [
        'expect*',
        'fc.assert',
        '**.expect',
        'request.**.expect',
      ],
    },
  ],
};

const everywhereOverrides = [
  { files: TESTS, rules: { 'max-lines': ['error', 600] } },
  {
    files: ['**/generated/**', '**/*.generated.*'],
    rules: { 'max-lines': 'off' },
  },
  {
    // Contract suites are exported on purpose: adapter authors run them
    files: ['src/testUtils.ts', 'src/testUtils/**'],
    rules: { 'jest/no-export': 'off', 'jest/valid-title': 'off' },
  },
];

/** Product code of a package: what is shipped, and not its tests. */
function inProduct(files, rules, excludedFiles = []) {
  return { files, excludedFiles: [...TESTS, ...excludedFiles], rules };
}

const imports = (...paths) => ['error', { paths: paths.flat() }];
const syntax = (...selectors) => ['error', ...selectors.flat()];

/** odoo-common: a function of its parameters, in any runtime. */
function pureConfig(dir) {
  return createConfig(dir, {
    settings,
    rules: { ...everywhere, 'no-console': 'error' },
    overrides: [
      ...everywhereOverrides,
      inProduct(['src/**'], {
        'no-restricted-syntax': syntax(pureSyntax),
        'no-restricted-globals': ['error', ...pureGlobals],
        '@typescript-eslint/no-restricted-imports': ['error', impureModules],
      }),
      inProduct(['src/client/**'], {
        // `typeof fetch` names the type of the fetchApi that the client is given
        'no-restricted-globals': [
          'error',
          ...pureGlobals.filter(({ name }) => name !== 'fetch'),
        ],
        'no-restricted-syntax': syntax(pureSyntax, {
          selector: "CallExpression[callee.name='fetch']",
          message: 'The client calls the fetchApi that it is given.',
        }),
      }),
    ],
  });
}

/** Backend plugin, its modules and odoo-node. */
function backendConfig(dir) {
  const withoutOwn = syntax(backendDirname, backendClock, ownCredentials);
  return createConfig(dir, {
    settings,
    rules: { ...everywhere, 'no-console': 'error' },
    overrides: [
      ...everywhereOverrides,
      inProduct(['src/**'], {
        '@typescript-eslint/no-restricted-imports': imports(
          knexImport,
          expressImports,
        ),
        'no-restricted-syntax': withoutOwn,
      }),
      inProduct(['src/**/Database*Store.ts', 'src/platform/{D,d}atabase*.ts'], {
        '@typescript-eslint/no-restricted-imports': imports(expressImports),
      }),
      inProduct(
        // A condition or a transaction passes through these by its type; they run no query themselves
        [
          'src/platform/EnvironmentQuery.ts',
          'src/platform/Outbox.ts',
          'src/catalog/environmentRules.ts',
        ],
        {
          '@typescript-eslint/no-restricted-imports': imports(
            { ...knexImport, allowTypeImports: true },
            expressImports,
          ),
        },
      ),
      inProduct(
        [
          'src/**/routes.ts',
          'src/platform/http*.ts',
          'src/platform/rateLimits.ts',
        ],
        { '@typescript-eslint/no-restricted-imports': imports(knexImport) },
      ),
      inProduct(
        ['src/**/*Task.ts', 'src/**/ingest*.ts', 'src/**/*ClusterReader*.ts'],
        { 'no-restricted-syntax': syntax(backendDirname, backendClock) },
      ),
      inProduct(['src/platform/clock.ts'], {
        'no-restricted-syntax': syntax(backendDirname, ownCredentials),
      }),
    ],
  });
}

/** Frontend plugin and the app. */
function frontendConfig(dir) {
  return createConfig(dir, {
    settings,
    rules: {
      ...everywhere,
      'no-console': 'error',
      'react/no-danger': 'error',
      'no-restricted-syntax': syntax(reactDefaultImports),
    },
    overrides: [
      ...everywhereOverrides,
      inProduct(['src/**'], {
        'no-restricted-globals': ['error', ...frontendGlobals],
      }),
    ],
  });
}

/** Private programs: the portal's backend and the lab. Their output is for a terminal. */
function programConfig(dir) {
  return createConfig(dir, {
    settings,
    rules: everywhere,
    overrides: everywhereOverrides,
  });
}

module.exports = { pureConfig, backendConfig, frontendConfig, programConfig };
