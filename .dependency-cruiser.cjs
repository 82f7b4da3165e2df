// The arrows of the house: who may import whom. Types count as imports, since layers are first inverted through a type.
// Explained in docs/decisions/0001-house-rules.md; scripts/checks/rules-bite.js plants a violation of each rule.

const CAPABILITIES =
  'releases|backups|guardrails|controls|fleet|catalog|calendar|placement|scaffolder';
const TESTS =
  '(\\.test\\.tsx?$|/testUtils/|/__fixtures__/|/__testUtils__/|setupTests\\.ts$)';
const BACKEND = '^plugins/odoo-backend/src';

// What another package may import: the entry points of package.json's `exports`, and nothing behind them
const ENTRY_POINTS =
  '^plugins/[^/]+/(src/(index|legacy|alpha|client/index|testUtils/index)\\.tsx?|package\\.json|config\\.d\\.ts|migrations/)';

/** Imports from `from` to `to` are an error; tests may do them unless `tests` is set. */
function forbid({ name, comment, from, to, tests = false }) {
  const except = [from.pathNot, tests ? undefined : TESTS]
    .flat()
    .filter(Boolean);
  return {
    name,
    comment,
    severity: 'error',
    from: { ...from, ...(except.length ? { pathNot: except } : {}) },
    to,
  };
}

const layers = [
  forbid({
    name: 'routes-know-services-only',
    comment:
      'routes -> service -> store: a route parses, asks a service and answers. Give the service a method for what you need.',
    from: { path: `${BACKEND}/.*routes\\.ts$` },
    to: { path: `${BACKEND}/.*(Store|Task)\\.ts$` },
  }),
  forbid({
    name: 'service-knows-store-interface-only',
    comment:
      'Who wires things (plugin.ts, index.ts) picks the database; everybody else knows the interface …Store.ts. (One Database…Store may be built of others.)',
    from: {
      path: `${BACKEND}/`,
      pathNot: [
        `${BACKEND}/plugin\\.ts$`,
        '/index\\.ts$',
        '/Database[A-Za-z]*Store\\.ts$',
      ],
    },
    to: { path: `${BACKEND}/.*Database[A-Za-z]*Store\\.ts$` },
  }),
  forbid({
    name: 'store-knows-no-service',
    comment:
      'routes -> service -> store: a store knows tables and its own types. Move the type that it needs into the store’s interface.',
    from: { path: `${BACKEND}/.*Store\\.ts$` },
    to: { path: `${BACKEND}/.*(Service|Task|routes|ingest[A-Za-z]*)\\.ts$` },
  }),
  forbid({
    name: 'nobody-knows-routes',
    comment:
      'Routes are the outermost layer: only the index.ts of their capability and plugin.ts mount them.',
    from: {
      path: `${BACKEND}/`,
      pathNot: [`${BACKEND}/plugin\\.ts$`, '/index\\.ts$'],
    },
    to: { path: `${BACKEND}/.*routes\\.ts$` },
  }),
  forbid({
    name: 'platform-knows-no-capability',
    comment:
      'src/platform is technical: a capability hands in what platform needs, as a parameter or by a type that platform declares.',
    from: { path: `${BACKEND}/platform/` },
    to: { path: `${BACKEND}/(${CAPABILITIES}|adapters)/` },
  }),
];

const capabilities = [
  forbid({
    name: 'capability-through-index',
    comment:
      'A capability reaches another only through its index.ts: export there what others may know.',
    from: { path: `^(plugins/[^/]+/src)/(${CAPABILITIES})/` },
    to: {
      path: `^$1/(${CAPABILITIES})/`,
      pathNot: [`^$1/$2/`, `^$1/(${CAPABILITIES})/index\\.tsx?$`],
    },
  }),
  forbid({
    name: 'outside-through-index',
    comment:
      'Who is no capability (plugin.ts, client …) reaches a capability through its index.ts, too. The frontend’s wiring is free to: it loads each tab lazily; so is alpha.ts, which exports what the index does not.',
    from: {
      path: '^(plugins/odoo-(?:common|backend)/src)/',
      pathNot: [
        `^plugins/[^/]+/src/(${CAPABILITIES}|adapters)/`,
        '^plugins/odoo-common/src/alpha\\.ts$',
      ],
    },
    to: {
      path: `^$1/(${CAPABILITIES})/`,
      pathNot: [`^$1/(${CAPABILITIES})/index\\.tsx?$`],
    },
  }),
  forbid({
    name: 'releases-know-no-later-capability',
    comment:
      'backups, guardrails and controls implement the port ReadinessContributor that releases define; plugin.ts registers them.',
    from: { path: '^(plugins/[^/]+/src)/releases/' },
    to: { path: '^$1/(backups|guardrails|controls|fleet)/' },
  }),
  forbid({
    name: 'siblings-know-releases-only',
    comment:
      'backups, guardrails and controls know releases, and not each other.',
    from: { path: '^(plugins/[^/]+/src)/(backups|guardrails|controls)/' },
    to: { path: '^$1/(backups|guardrails|controls)/', pathNot: '^$1/$2/' },
  }),
  forbid({
    name: 'nobody-reads-fleet',
    comment:
      'fleet reads all, nobody reads fleet; only plugin and package entry points name it.',
    from: {
      path: '^(plugins/[^/]+/src)/',
      pathNot: [
        '^plugins/[^/]+/src/fleet/',
        '^plugins/[^/]+/src/(plugin|index|legacy|alpha|translation)\\.tsx?$',
        '^plugins/[^/]+/src/(api|client)/',
      ],
    },
    to: { path: '^$1/fleet/' },
  }),
  forbid({
    name: 'ground-knows-no-verdict',
    comment:
      'catalog, calendar and placement lie below the capabilities that judge.',
    from: { path: '^(plugins/[^/]+/src)/(catalog|calendar|placement)/' },
    to: { path: '^$1/(releases|backups|guardrails|controls|fleet)/' },
  }),
];

const adapters = [
  forbid({
    name: 'vendor-shapes-stay-in-their-folder',
    comment:
      'Nobody imports from inside adapters/<kind>/<id>; its index.ts translates to the words of odoo-node.',
    from: {
      path: `${BACKEND}/`,
      pathNot: `${BACKEND}/adapters/([^/]+)/([^/]+)/`,
    },
    to: {
      path: `${BACKEND}/adapters/[^/]+/[^/]+/`,
      pathNot: `${BACKEND}/adapters/[^/]+/[^/]+/index\\.ts$`,
    },
    tests: true,
  }),
  forbid({
    name: 'adapter-knows-no-other-adapter',
    comment:
      'An adapter is a folder of its own: what two vendors share belongs to odoo-node.',
    from: { path: `${BACKEND}/adapters/([^/]+)/([^/]+)/` },
    to: { path: `${BACKEND}/adapters/`, pathNot: `${BACKEND}/adapters/$1/$2/` },
    tests: true,
  }),
  forbid({
    name: 'only-registry-knows-adapters',
    comment:
      'Adapters are known to their registry (files directly in adapters/ or adapters/<kind>/); all others ask the registry.',
    from: { path: `${BACKEND}/`, pathNot: `${BACKEND}/adapters/` },
    to: { path: `${BACKEND}/adapters/[^/]+/[^/]+/` },
  }),
  forbid({
    name: 'adapter-knows-no-capability',
    comment:
      'An adapter compiles against odoo-node and odoo-common only, as one from outside this repository would.',
    from: { path: `${BACKEND}/adapters/[^/]+/[^/]+/` },
    to: { path: `${BACKEND}/`, pathNot: `${BACKEND}/adapters/` },
  }),
];

const packages = [
  forbid({
    name: 'plugins-know-no-package',
    comment:
      'Plugins are published; packages/ (app, backend, fleet-lab) is this portal’s own.',
    from: { path: '^plugins/' },
    to: { path: '^packages/' },
    tests: true,
  }),
  forbid({
    name: 'portal-knows-no-lab',
    comment:
      'packages/app and packages/backend are wiring; the lab drives them from outside.',
    from: { path: '^packages/(app|backend)/' },
    to: { path: '^packages/fleet-lab/' },
    tests: true,
  }),
  forbid({
    name: 'packages-through-entry-points',
    comment:
      'Other packages import the entry points of package.json’s exports, as a portal that installed the package would.',
    from: { path: '^((?:plugins|packages)/[^/]+)/' },
    to: { path: '^plugins/', pathNot: ['^$1/', ENTRY_POINTS] },
    tests: true,
  }),
  forbid({
    name: 'common-knows-nobody',
    comment:
      'odoo-common is the pure core: no other package of this repository, no Node built-in.',
    from: { path: '^plugins/odoo-common/src/' },
    to: { path: '^(plugins|packages)/', pathNot: '^plugins/odoo-common/' },
    tests: true,
  }),
  forbid({
    name: 'common-imports-its-dependencies-only',
    comment:
      'odoo-common imports what its package.json lists under dependencies, and nothing that only happens to be installed.',
    from: { path: '^plugins/odoo-common/src/' },
    to: {
      dependencyTypes: [
        'core',
        'npm-dev',
        'npm-no-pkg',
        'npm-unknown',
        'npm-peer',
        'npm-optional',
        'npm-bundled',
      ],
    },
  }),
  forbid({
    name: 'node-knows-common-only',
    comment:
      'odoo-node is what adapter authors compile against: it brings odoo-common and no plugin.',
    from: { path: '^plugins/odoo-node/' },
    to: {
      path: '^(plugins|packages)/',
      pathNot: '^plugins/odoo-(node|common)/',
    },
    tests: true,
  }),
  forbid({
    name: 'frontend-knows-common-only',
    comment:
      'The frontend speaks to the backend over its API; what both know is in odoo-common.',
    from: { path: '^(plugins/odoo|packages/app)/' },
    to: { path: '^plugins/', pathNot: '^plugins/odoo(-common)?/' },
    tests: true,
  }),
  forbid({
    name: 'backend-knows-no-frontend',
    comment:
      'Backend packages know odoo-node and odoo-common, neither the frontend nor another plugin’s module.',
    from: {
      path: '^plugins/(odoo-backend|(?:catalog|scaffolder)-backend-module-odoo)/',
    },
    to: {
      path: '^plugins/',
      pathNot: [
        '^plugins/odoo-(common|node)/',
        '^plugins/(odoo-backend|(?:catalog|scaffolder)-backend-module-odoo)/',
      ],
    },
    tests: true,
  }),
  forbid({
    name: 'module-knows-no-backend',
    comment:
      'A module of another plugin (catalog, scaffolder) and the backend of `odoo` know each other only through odoo-node and odoo-common.',
    from: {
      path: '^plugins/(odoo-backend|(?:catalog|scaffolder)-backend-module-odoo)/',
    },
    to: {
      path: '^plugins/(odoo-backend|(?:catalog|scaffolder)-backend-module-odoo)/',
      pathNot: '^plugins/$1/',
    },
  }),
];

const general = [
  {
    name: 'no-circles',
    comment:
      'Two files that need each other are one thing or three: put what both need into a third.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'product-knows-no-test',
    comment: 'Product code imports no test, fixture or test helper.',
    severity: 'error',
    from: { path: '^plugins/[^/]+/src/', pathNot: TESTS },
    to: {
      path: [
        '\\.test\\.tsx?$',
        '/__fixtures__/',
        '/__testUtils__/',
        '^plugins/odoo-node/src/testUtils/',
      ],
    },
  },
  {
    name: 'imports-exist',
    comment: 'What is imported can be found.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden: [...layers, ...capabilities, ...adapters, ...packages, ...general],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-types|coverage)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
