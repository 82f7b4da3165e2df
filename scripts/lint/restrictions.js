// What house rules forbid in code, as values for ESLint's `no-restricted-*` rules. One list each, shared by all packages,
// because an override of a rule replaces it: whoever allows one thing must repeat all the others.
const { builtinModules } = require('node:module');

const CLOCK_MESSAGE =
  'No clock in the pure core: take `now` (epoch milliseconds) as a parameter, so that the same facts give the same verdict.';
const ZONE_MESSAGE =
  "This reads the machine's time zone: take the zone as a parameter, so that the same facts give the same verdict everywhere.";
const CHANCE_MESSAGE =
  'No chance in the pure core: take the identifier or number as a parameter, so that the same facts give the same verdict.';
const IO_MESSAGE =
  'No I/O and no ambient state in the pure core: facts come in as parameters, and only src/client speaks to a backend, through the fetchApi that it is given.';

/** The clock itself, however it is reached. For all code that has a clock handed to it. */
const readsClock = message => [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message,
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message,
  },
  { selector: "CallExpression[callee.name='Date']", message },
  {
    selector: "MemberExpression[object.name='DateTime'][property.name='now']",
    message,
  },
  {
    // DateTime.local() and DateTime.utc(), also with nothing but options
    selector:
      "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(local|utc)$/]:matches([arguments.length=0], [arguments.0.type='ObjectExpression'])",
    message,
  },
  {
    selector:
      "MemberExpression[object.name='performance'][property.name=/^(now|timeOrigin)$/]",
    message,
  },
];

/** What fills itself in from the clock or the machine's zone without naming either. */
const readsClockUnseen = [
  {
    // luxon takes a missing year, month or day from today
    selector:
      "CallExpression[callee.object.name='DateTime'][callee.property.name='fromObject'] > ObjectExpression:first-child:not(:has(> Property[key.name='year'])):not(:has(> SpreadElement))",
    message: CLOCK_MESSAGE,
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(diffNow|toRelative|toRelativeCalendar)$/]',
    message: CLOCK_MESSAGE,
  },
  {
    // new Date(2026, 10, 22) is local time
    selector: "NewExpression[callee.name='Date'][arguments.length>1]",
    message: ZONE_MESSAGE,
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(getFullYear|getMonth|getDate|getDay|getHours|getMinutes|getTimezoneOffset|setHours|setMinutes|setDate|setMonth|setFullYear)$/]',
    message: ZONE_MESSAGE,
  },
];

const throwsDice = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: CHANCE_MESSAGE,
  },
  {
    selector:
      "MemberExpression[object.name='crypto'][property.name=/^(randomUUID|getRandomValues)$/]",
    message: CHANCE_MESSAGE,
  },
];

const pureSyntax = [
  ...readsClock(CLOCK_MESSAGE),
  ...readsClockUnseen,
  ...throwsDice,
  { selector: 'ImportExpression', message: IO_MESSAGE },
];

const pureGlobals = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'navigator',
  'location',
  'window',
  'globalThis',
  'self',
  'global',
  'document',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'process',
  'Buffer',
  'require',
  '__dirname',
  '__filename',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
].map(name => ({ name, message: IO_MESSAGE }));

const impureModules = {
  paths: builtinModules
    .filter(name => !name.startsWith('_'))
    .flatMap(name =>
      name.startsWith('node:') ? [name] : [name, `node:${name}`],
    )
    .map(name => ({
      name,
      message: 'odoo-common runs in browsers too: no Node built-ins.',
    })),
  patterns: [
    {
      group: [
        'react',
        'react/*',
        'react-dom',
        'react-dom/*',
        '@material-ui/*',
        '@backstage/ui',
        '@backstage/core-components',
        '@backstage/*-react',
      ],
      message: 'odoo-common is used by backends too: no React.',
    },
    {
      group: [
        'msw',
        'express',
        'knex',
        'cross-fetch',
        'node-fetch',
        'undici',
        'axios',
      ],
      message: IO_MESSAGE,
    },
  ],
};

const knexImport = {
  name: 'knex',
  message:
    'knex stays in Database*Store.ts, migrations and src/platform/Database*.ts: give the store a method that says what you need.',
};

const expressImports = [
  'express',
  'express-promise-router',
  'express-rate-limit',
].map(name => ({
  name,
  message:
    'express stays in routes.ts, src/platform/http*.ts and src/platform/rateLimits.ts: parse there, and call a service with typed values.',
}));

const ownCredentials = {
  selector: "Identifier[name='getOwnServiceCredentials']",
  message:
    "The backend's own credentials are for *Task.ts, ingest*.ts and ClusterReader*: with them the permission framework allows everything. Use the caller's credentials.",
};

const backendClock = readsClock(
  'The time comes from the Clock of src/platform/clock.ts, so that tests and documentation pictures can stop it.',
);

/** The factory's own restriction in backends; an override of `no-restricted-syntax` would lose it. */
const backendDirname = {
  selector: 'Identifier[name="__dirname"]',
  message:
    "`__dirname` doesn't refer to the same dir in production builds, try `resolvePackagePath()` from `@backstage/backend-plugin-api` instead.",
};

/** The factory's own restriction in frontends, where it silently ignores `restrictedSyntax`. */
const reactDefaultImports = [
  "ImportDeclaration[source.value='react'][specifiers.0.type='ImportDefaultSpecifier']",
  "ImportDeclaration[source.value='react'] :matches(ImportDefaultSpecifier, ImportNamespaceSpecifier)",
].map(selector => ({
  selector,
  message:
    'Import what you use by name from react: the JSX transform needs no React.',
}));

const frontendGlobals = [
  {
    name: 'fetch',
    message:
      "Use the portal's fetchApi: it adds the caller's identity and knows where the backend is.",
  },
  {
    name: 'XMLHttpRequest',
    message: "Use the portal's fetchApi.",
  },
];

module.exports = {
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
};
