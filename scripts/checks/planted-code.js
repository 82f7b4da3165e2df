// Violations of the lint rules, planted one by one: the rule must report `bad`, and must let `good` pass at the place where the
// same thing is allowed. `says` is a word of the message, to tell entries of one ESLint rule apart.
const IMPORTS = '@typescript-eslint/no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';
const GLOBALS = 'no-restricted-globals';

const lines = count => 'export {};\n'.repeat(count);
const inCommon = (name, rule, says, bad, good, goodFile) => ({
  name: `common: ${name}`,
  rule,
  says,
  packageDir: 'plugins/odoo-common',
  bad: { file: 'src/releases/planted.ts', code: bad },
  good: { file: goodFile ?? 'src/releases/planted.ts', code: good },
});
const inBackend = (
  name,
  rule,
  says,
  code,
  badFile,
  goodFile,
  goodCode = code,
) => ({
  name: `backend: ${name}`,
  rule,
  says,
  packageDir: 'plugins/odoo-backend',
  bad: { file: badFile, code },
  good: { file: goodFile, code: goodCode },
});

const useKnex = "import { knex } from 'knex';\nexport const planted = knex;\n";
const nameKnex =
  "import type { Knex } from 'knex';\nexport type Planted = Knex;\n";
const useExpress =
  "import { Router } from 'express';\nexport const planted = Router;\n";
const useOwn =
  'export const planted = (auth: { getOwnServiceCredentials(): unknown }) => auth.getOwnServiceCredentials();\n';
const readClock = 'export const planted = () => Date.now();\n';

const common = [
  inCommon(
    'no Date.now()',
    SYNTAX,
    'No clock',
    readClock,
    'export const planted = (now: number) => now;\n',
  ),
  inCommon(
    'no new Date()',
    SYNTAX,
    'No clock',
    'export const planted = new Date();\n',
    'export const planted = (now: number) => new Date(now);\n',
  ),
  inCommon(
    'no DateTime.now()',
    SYNTAX,
    'No clock',
    "import { DateTime } from 'luxon';\nexport const planted = DateTime.now();\n",
    "import { DateTime } from 'luxon';\nexport const planted = (now: number) => DateTime.fromMillis(now, { zone: 'utc' });\n",
  ),
  inCommon(
    'no DateTime.utc() of nothing',
    SYNTAX,
    'No clock',
    "import { DateTime } from 'luxon';\nexport const planted = DateTime.utc();\n",
    "import { DateTime } from 'luxon';\nexport const planted = DateTime.utc(2026, 11, 22);\n",
  ),
  inCommon(
    'no DateTime.local() with options only',
    SYNTAX,
    'No clock',
    "import { DateTime } from 'luxon';\nexport const planted = DateTime.local({ zone: 'utc' });\n",
    "import { DateTime } from 'luxon';\nexport const planted = DateTime.local(2026, 1, 1, { zone: 'utc' });\n",
  ),
  inCommon(
    'no date completed from today',
    SYNTAX,
    'No clock',
    "import { DateTime } from 'luxon';\nexport const planted = DateTime.fromObject({ hour: 3 });\n",
    "import { DateTime } from 'luxon';\nexport const planted = DateTime.fromObject({ year: 2026, hour: 3 });\n",
  ),
  inCommon(
    'no performance.now()',
    SYNTAX,
    'No clock',
    'export const planted = performance.now();\n',
    'export const planted = (performance: number) => performance;\n',
  ),
  inCommon(
    "no time zone of the machine's",
    SYNTAX,
    'time zone',
    'export const planted = (date: Date) => date.getHours();\n',
    'export const planted = (date: Date) => date.getUTCHours();\n',
  ),
  inCommon(
    'no Math.random()',
    SYNTAX,
    'No chance',
    'export const planted = Math.random();\n',
    'export const planted = Math.round(1.2);\n',
  ),
  inCommon(
    'no fetch',
    GLOBALS,
    'No I/O',
    "export const planted = () => fetch('/x');\n",
    'export const planted = (fetchApi: { fetch: typeof fetch }) => fetchApi.fetch;\n',
    'src/client/planted.ts',
  ),
  {
    ...inCommon(
      'the client has no fetch of its own',
      SYNTAX,
      'fetchApi',
      "export const planted = () => fetch('/x');\n",
      "export const planted = (fetchApi: { fetch: typeof fetch }) => fetchApi.fetch('/x');\n",
      'src/client/planted.ts',
    ),
    bad: {
      file: 'src/client/planted.ts',
      code: "export const planted = () => fetch('/x');\n",
    },
  },
  inCommon(
    'no XMLHttpRequest',
    GLOBALS,
    'No I/O',
    'export const planted = new XMLHttpRequest();\n',
    'export const planted = (window: { start: number }) => window.start;\n',
  ),
  inCommon(
    'no process',
    GLOBALS,
    'No I/O',
    'export const planted = process.env.HOME;\n',
    'export const planted = (process: { rpo: number }) => process.rpo;\n',
  ),
  inCommon(
    'no node:fs',
    IMPORTS,
    'built-ins',
    "import fs from 'node:fs';\nexport const planted = fs;\n",
    "import { z } from 'zod';\nexport const planted = z;\n",
  ),
  inCommon(
    'no fs',
    IMPORTS,
    'built-ins',
    "import fs from 'fs';\nexport const planted = fs;\n",
    "import { z } from 'zod';\nexport const planted = z;\n",
  ),
  inCommon(
    'no React',
    IMPORTS,
    'React',
    "import { useState } from 'react';\nexport const planted = useState;\n",
    "import { z } from 'zod';\nexport const planted = z;\n",
  ),
];

const backend = [
  inBackend(
    'knex in stores only',
    IMPORTS,
    'knex',
    useKnex,
    'src/releases/ReleaseService.ts',
    'src/releases/DatabasePlantedStore.ts',
  ),
  inBackend(
    'knex not even by its type',
    IMPORTS,
    'knex',
    nameKnex,
    'src/releases/ReleaseStore.ts',
    'src/platform/Outbox.ts',
  ),
  inBackend(
    'a type-only place runs no query',
    IMPORTS,
    'knex',
    useKnex,
    'src/platform/Outbox.ts',
    'src/platform/DatabaseOutbox.ts',
  ),
  inBackend(
    'a store knows no express',
    IMPORTS,
    'express',
    useExpress,
    'src/releases/DatabasePlantedStore.ts',
    'src/platform/http.ts',
  ),
  inBackend(
    'express in routes only',
    IMPORTS,
    'express',
    useExpress,
    'src/releases/ReleaseService.ts',
    'src/releases/routes.ts',
  ),
  inBackend(
    'routes know no knex',
    IMPORTS,
    'knex',
    useKnex,
    'src/releases/routes.ts',
    'src/releases/DatabasePlantedStore.ts',
  ),
  inBackend(
    'own credentials in tasks only',
    SYNTAX,
    'own credentials',
    useOwn,
    'src/releases/ReleaseService.ts',
    'src/releases/refreshTask.ts',
  ),
  inBackend(
    'own credentials not in routes',
    SYNTAX,
    'own credentials',
    useOwn,
    'src/releases/routes.ts',
    'src/releases/ingestEvents.ts',
  ),
  inBackend(
    'own credentials not in stores',
    SYNTAX,
    'own credentials',
    useOwn,
    'src/releases/DatabasePlantedStore.ts',
    'src/platform/KubernetesClusterReader.ts',
  ),
  inBackend(
    'own credentials not by destructuring',
    SYNTAX,
    'own credentials',
    'export const planted = ({ getOwnServiceCredentials }: { getOwnServiceCredentials(): unknown }) => getOwnServiceCredentials();\n',
    'src/releases/ReleaseService.ts',
    'src/releases/refreshTask.ts',
  ),
  inBackend(
    'the clock is the Clock',
    SYNTAX,
    'Clock',
    readClock,
    'src/releases/ReleaseService.ts',
    'src/platform/clock.ts',
  ),
  inBackend(
    'a task has no clock of its own either',
    SYNTAX,
    'Clock',
    readClock,
    'src/releases/refreshTask.ts',
    'src/platform/clock.ts',
  ),
  inBackend(
    'no console',
    'no-console',
    'console',
    "console.log('x');\n",
    'src/releases/ReleaseService.ts',
    'src/releases/ReleaseService.ts',
    "export const planted = (logger: { info(text: string): void }) => logger.info('x');\n",
  ),
];

const anywhere = [
  'plugins/odoo-common',
  'plugins/odoo-backend',
  'plugins/odoo-node',
  'plugins/odoo',
  'plugins/catalog-backend-module-odoo',
  'plugins/scaffolder-backend-module-odoo',
  'packages/app',
  'packages/backend',
  'packages/fleet-lab',
].flatMap(packageDir => [
  {
    name: `${packageDir}: no any`,
    rule: '@typescript-eslint/no-explicit-any',
    says: 'any',
    packageDir,
    bad: { file: 'src/planted.ts', code: 'export type Planted = any;\n' },
    good: { file: 'src/planted.ts', code: 'export type Planted = unknown;\n' },
  },
  {
    name: `${packageDir}: 400 lines`,
    rule: 'max-lines',
    says: '400',
    packageDir,
    bad: { file: 'src/planted.ts', code: lines(401) },
    good: { file: 'src/planted.test.ts', code: lines(401) },
  },
]);

const others = [
  {
    name: 'tests have 600 lines',
    rule: 'max-lines',
    says: '600',
    packageDir: 'plugins/odoo-backend',
    bad: { file: 'src/planted.test.ts', code: lines(601) },
    good: { file: 'src/planted.test.ts', code: lines(600) },
  },
  {
    name: 'no any in tests',
    rule: '@typescript-eslint/no-explicit-any',
    says: 'any',
    packageDir: 'plugins/odoo-backend',
    bad: {
      file: 'src/planted.test.ts',
      code: 'export const planted = {} as any;\n',
    },
    good: {
      file: 'src/planted.test.ts',
      code: 'export const planted = {} as unknown;\n',
    },
  },
  {
    name: 'frontend: no console',
    rule: 'no-console',
    says: 'console',
    packageDir: 'plugins/odoo',
    bad: { file: 'src/planted.ts', code: "console.log('x');\n" },
    good: { file: 'src/planted.ts', code: 'export {};\n' },
  },
  {
    name: 'frontend: no fetch of its own',
    rule: GLOBALS,
    says: 'fetchApi',
    packageDir: 'plugins/odoo',
    bad: {
      file: 'src/planted.ts',
      code: "export const planted = () => fetch('/x');\n",
    },
    good: {
      file: 'src/planted.ts',
      code: "export const planted = (fetchApi: { fetch(url: string): unknown }) => fetchApi.fetch('/x');\n",
    },
  },
  {
    name: 'frontend: no raw HTML',
    rule: 'react/no-danger',
    says: 'dangerous',
    packageDir: 'plugins/odoo',
    bad: {
      file: 'src/Planted.tsx',
      code: "export const Planted = () => <p dangerouslySetInnerHTML={{ __html: 'x' }} />;\n",
    },
    good: {
      file: 'src/Planted.tsx',
      code: 'export const Planted = () => <p>x</p>;\n',
    },
  },
  {
    name: 'frontend: react by name',
    rule: SYNTAX,
    says: 'react',
    packageDir: 'plugins/odoo',
    bad: {
      file: 'src/planted.ts',
      code: "import React from 'react';\nexport const planted = React;\n",
    },
    good: {
      file: 'src/planted.ts',
      code: "import { useState } from 'react';\nexport const planted = useState;\n",
    },
  },
];

module.exports = {
  plantedCode: [...common, ...backend, ...anywhere, ...others],
};
