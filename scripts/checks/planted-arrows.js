// A small house for dependency-cruiser with one violation of each rule, and with what is allowed beside it. `violations` is the
// whole list: a rule that stays silent fails the self-test, and so does one that reports what is allowed.
const BACKEND = 'plugins/odoo-backend/src';
const COMMON = 'plugins/odoo-common/src';
const SCOPE = '@odoo-fleet/backstage-plugin';

const manifest = (name, exports, dependencies = {}) =>
  JSON.stringify({
    name,
    version: '0.0.0',
    main: 'src/index.ts',
    exports,
    dependencies,
  });

const files = new Map();
const violations = [];

/** A file with its imports; types are imported as types. */
function write(file, imports = [], asType = false) {
  const text = imports
    .map((from, n) =>
      asType
        ? `import type { T${n} } from '${from}';\nexport type U${n} = T${n};`
        : `import * as i${n} from '${from}';\nexport const u${n} = i${n};`,
    )
    .join('\n');
  files.set(file, `${text}\nexport type T0 = string;\n`);
}

function plant(rule, file, from, to, asType = false) {
  write(file, [from], asType);
  violations.push(`${rule}: ${file} → ${to}`);
}

// The packages
const packages = {
  'plugins/odoo': ['odoo', { '.': './src/index.ts' }],
  'plugins/odoo-common': [
    'odoo-common',
    { '.': './src/index.ts', './client': './src/client/index.ts' },
  ],
  'plugins/odoo-node': [
    'odoo-node',
    { '.': './src/index.ts', './testUtils': './src/testUtils/index.ts' },
  ],
  'plugins/odoo-backend': ['odoo-backend', { '.': './src/index.ts' }],
  'plugins/catalog-backend-module-odoo': [
    'catalog-backend-module-odoo',
    { '.': './src/index.ts' },
  ],
};
const links = [];
for (const [dir, [name, exports]] of Object.entries(packages)) {
  files.set(
    `${dir}/package.json`,
    manifest(`${SCOPE}-${name}`, exports, { listed: '*' }),
  );
  links.push([`node_modules/${SCOPE}-${name}`, dir]);
}
for (const name of ['listed', 'unlisted']) {
  files.set(
    `node_modules/${name}/package.json`,
    manifest(name, { '.': './src/index.ts' }),
  );
  files.set(`node_modules/${name}/src/index.ts`, 'export {};\n');
}
files.set('package.json', manifest('house', {}));
files.set('packages/backend/package.json', manifest('backend', {}));
files.set('packages/app/package.json', manifest('app', {}));
files.set('packages/fleet-lab/package.json', manifest('fleet-lab', {}));

// What is allowed
write(`${COMMON}/index.ts`, ['./catalog', './releases']);
write(`${COMMON}/client/index.ts`, ['../releases']);
write(`${COMMON}/catalog/index.ts`, ['./fields', 'listed']);
write(`${COMMON}/catalog/fields.ts`);
write(`${COMMON}/releases/index.ts`, ['../catalog', '../calendar']);
write(`${COMMON}/calendar/index.ts`);
write('plugins/odoo-node/src/index.ts', [`${SCOPE}-odoo-common`]);
write('plugins/odoo-node/src/testUtils/index.ts', ['../index']);
write('plugins/odoo/src/index.ts', ['./plugin', `${SCOPE}-odoo-common/client`]);
write('plugins/odoo/src/plugin.ts', ['./releases/ReleaseRiskTab', './fleet']);
write('plugins/odoo/src/releases/ReleaseRiskTab.ts');
write('plugins/odoo/src/fleet/index.ts', ['../releases/index']);
write('plugins/odoo/src/releases/index.ts', ['./ReleaseRiskTab']);
write('plugins/catalog-backend-module-odoo/src/index.ts', [
  `${SCOPE}-odoo-common`,
]);
write(`${BACKEND}/index.ts`, ['./plugin']);
write(`${BACKEND}/plugin.ts`, [
  './releases',
  './fleet',
  './backups',
  './adapters/releases/registry',
]);
write(`${BACKEND}/platform/clock.ts`);
write(`${BACKEND}/platform/http.ts`, ['./clock']);
write(`${BACKEND}/releases/index.ts`, [
  './routes',
  './ReleaseService',
  './DatabaseReleaseStore',
]);
write(`${BACKEND}/releases/routes.ts`, [
  './ReleaseService',
  '../platform/http',
]);
write(`${BACKEND}/releases/ReleaseService.ts`, [
  './ReleaseStore',
  '../catalog',
  `${SCOPE}-odoo-node`,
]);
write(`${BACKEND}/releases/ReleaseStore.ts`);
write(`${BACKEND}/releases/DatabaseReleaseStore.ts`, [
  './ReleaseStore',
  '../platform/clock',
]);
write(`${BACKEND}/releases/routes.test.ts`, [
  './routes',
  './DatabaseReleaseStore',
  `${SCOPE}-odoo-node/testUtils`,
]);
write(`${BACKEND}/catalog/index.ts`, ['./EnvironmentStore']);
write(`${BACKEND}/catalog/EnvironmentStore.ts`);
write(`${BACKEND}/backups/index.ts`, ['../releases']);
write(`${BACKEND}/guardrails/index.ts`, ['../releases']);
write(`${BACKEND}/fleet/index.ts`, [
  '../releases',
  '../backups',
  '../guardrails',
]);
write(`${BACKEND}/adapters/releases/registry.ts`, ['./cdevents']);
write(`${BACKEND}/adapters/releases/cdevents/index.ts`, [
  './schema',
  `${SCOPE}-odoo-node`,
]);
write(`${BACKEND}/adapters/releases/cdevents/schema.ts`);
write(`${BACKEND}/adapters/releases/other/index.ts`);
write('packages/backend/src/index.ts', [`${SCOPE}-odoo-backend`]);
write('packages/fleet-lab/src/index.ts', [`${SCOPE}-odoo-common`]);

// What is not
plant(
  'routes-know-services-only',
  `${BACKEND}/backups/routes.ts`,
  './BackupStore',
  `${BACKEND}/backups/BackupStore.ts`,
);
write(`${BACKEND}/backups/BackupStore.ts`);
plant(
  'service-knows-store-interface-only',
  `${BACKEND}/releases/GateService.ts`,
  './DatabaseReleaseStore',
  `${BACKEND}/releases/DatabaseReleaseStore.ts`,
);
plant(
  'store-knows-no-service',
  `${BACKEND}/releases/DecisionStore.ts`,
  './ReleaseService',
  `${BACKEND}/releases/ReleaseService.ts`,
  true,
);
plant(
  'nobody-knows-routes',
  `${BACKEND}/releases/EventService.ts`,
  './routes',
  `${BACKEND}/releases/routes.ts`,
);
plant(
  'platform-knows-no-capability',
  `${BACKEND}/platform/authorize.ts`,
  '../catalog',
  `${BACKEND}/catalog/index.ts`,
  true,
);
plant(
  'capability-through-index',
  `${BACKEND}/guardrails/GuardrailService.ts`,
  '../releases/ReleaseStore',
  `${BACKEND}/releases/ReleaseStore.ts`,
  true,
);
plant(
  'outside-through-index',
  `${BACKEND}/actions.ts`,
  './catalog/EnvironmentStore',
  `${BACKEND}/catalog/EnvironmentStore.ts`,
);
plant(
  'releases-know-no-later-capability',
  `${BACKEND}/releases/ReadinessService.ts`,
  '../backups',
  `${BACKEND}/backups/index.ts`,
);
plant(
  'siblings-know-releases-only',
  `${BACKEND}/controls/index.ts`,
  '../guardrails',
  `${BACKEND}/guardrails/index.ts`,
);
plant(
  'nobody-reads-fleet',
  `${BACKEND}/backups/BackupService.ts`,
  '../fleet',
  `${BACKEND}/fleet/index.ts`,
);
plant(
  'ground-knows-no-verdict',
  `${COMMON}/catalog/environment.ts`,
  '../releases',
  `${COMMON}/releases/index.ts`,
  true,
);
plant(
  'only-registry-knows-adapters',
  `${BACKEND}/releases/adapt.ts`,
  '../adapters/releases/other',
  `${BACKEND}/adapters/releases/other/index.ts`,
);
plant(
  'vendor-shapes-stay-in-their-folder',
  `${BACKEND}/adapters/releases/shapes.ts`,
  './cdevents/schema',
  `${BACKEND}/adapters/releases/cdevents/schema.ts`,
  true,
);
plant(
  'adapter-knows-no-other-adapter',
  `${BACKEND}/adapters/releases/third/index.ts`,
  '../other',
  `${BACKEND}/adapters/releases/other/index.ts`,
);
plant(
  'adapter-knows-no-capability',
  `${BACKEND}/adapters/releases/other/translate.ts`,
  '../../../releases',
  `${BACKEND}/releases/index.ts`,
);
plant(
  'plugins-know-no-package',
  `${BACKEND}/planted.test.ts`,
  '../../../packages/fleet-lab/src/index',
  'packages/fleet-lab/src/index.ts',
);
plant(
  'portal-knows-no-lab',
  'packages/backend/src/demo.ts',
  '../../fleet-lab/src/index',
  'packages/fleet-lab/src/index.ts',
);
plant(
  'packages-through-entry-points',
  'packages/backend/src/deep.ts',
  '../../../plugins/odoo-backend/src/platform/clock',
  `${BACKEND}/platform/clock.ts`,
);
plant(
  'common-knows-nobody',
  `${COMMON}/calendar/node.ts`,
  `${SCOPE}-odoo-node`,
  'plugins/odoo-node/src/index.ts',
  true,
);
plant(
  'common-imports-its-dependencies-only',
  `${COMMON}/releases/disk.ts`,
  'node:fs',
  'fs',
);
plant(
  'common-imports-its-dependencies-only',
  `${COMMON}/releases/luck.ts`,
  'unlisted',
  'node_modules/unlisted/src/index.ts',
);
plant(
  'node-knows-common-only',
  'plugins/odoo-node/src/plugin.ts',
  `${SCOPE}-odoo-backend`,
  `${BACKEND}/index.ts`,
);
plant(
  'frontend-knows-common-only',
  'plugins/odoo/src/api.ts',
  `${SCOPE}-odoo-backend`,
  `${BACKEND}/index.ts`,
  true,
);
plant(
  'backend-knows-no-frontend',
  `${BACKEND}/page.ts`,
  `${SCOPE}-odoo`,
  'plugins/odoo/src/index.ts',
  true,
);
plant(
  'module-knows-no-backend',
  'plugins/catalog-backend-module-odoo/src/deep.ts',
  `${SCOPE}-odoo-backend`,
  `${BACKEND}/index.ts`,
);
// A circle is reported once
write(`${BACKEND}/controls/hen.ts`, ['./egg'], true);
plant(
  'no-circles',
  `${BACKEND}/controls/egg.ts`,
  './hen',
  `${BACKEND}/controls/hen.ts`,
  true,
);
plant(
  'product-knows-no-test',
  `${BACKEND}/releases/contract.ts`,
  `${SCOPE}-odoo-node/testUtils`,
  'plugins/odoo-node/src/testUtils/index.ts',
);
plant(
  'imports-exist',
  `${BACKEND}/releases/nothing.ts`,
  './not-there',
  './not-there',
);

module.exports = { files, links, violations };
