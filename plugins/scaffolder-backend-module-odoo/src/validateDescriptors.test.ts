import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { createValidateDescriptorsAction } from './validateDescriptors';
import { examples } from './validateDescriptors.examples';

const FLEET = resolve(__dirname, '../../../examples/fleet');
const bora = (file: string) =>
  readFileSync(join(FLEET, 'bora-fashion', file), 'utf8');

const action = createValidateDescriptorsAction();
const workspace = createMockDirectory();

async function run(paths: string[], options: { isDryRun?: boolean } = {}) {
  const context = createMockActionContext({
    input: { paths },
    workspacePath: workspace.path,
    ...options,
  });
  await action.handler(context as Parameters<typeof action.handler>[0]);
  return (context.output as jest.Mock).mock.calls;
}

beforeEach(() => {
  workspace.setContent({
    tenants: {
      bora: Object.fromEntries(
        readdirSync(join(FLEET, 'bora-fashion')).map(file => [
          file,
          bora(file),
        ]),
      ),
    },
  });
});

const refs = [
  'odooenvironment:default/bora-production',
  'odooenvironment:default/bora-staging',
  'odootenant:default/bora-fashion',
];

it.each([
  [['tenants/**/*.yaml']],
  [['tenants']],
  [['tenants', 'tenants/bora']],
])(
  'gives the references of sound descriptors, and passes over other kinds: %j',
  async paths => {
    await expect(run(paths)).resolves.toEqual([['entityRefs', refs]]);
  },
);

it('does the same in a dry run, since it only reads', async () => {
  expect(action.supportsDryRun).toBe(true);
  await expect(run(['tenants'], { isDryRun: true })).resolves.toEqual([
    ['entityRefs', refs],
  ]);
});

it('fails with every problem, its file, its path and its remedy', async () => {
  workspace.addContent({
    'tenants/bora/bora-staging.yaml': bora('bora-staging.yaml')
      .replace("series: '17.0'", 'series: 17.0')
      .replace('series: "17.0"', 'series: 17.0')
      .replace('role: gevent', 'role: web'),
    'tenants/bora/tenant.yaml': bora('tenant.yaml').replace(
      'Europe/Lisbon',
      'Lisbon',
    ),
  });
  await expect(run(['tenants'])).rejects.toThrow(
    [
      'tenants/bora/bora-staging.yaml: spec.odoo.series: is a number in YAML; write it in quotes: series: "17.0"',
      "tenants/bora/bora-staging.yaml: spec.services[1].role: role 'web' stands twice (first in item [0]); keep one",
      'tenants/bora/tenant.yaml: spec.timeZone: write an IANA time zone, e.g. Europe/Paris',
    ].join('\n'),
  );
});

it('fails when two files declare the same', async () => {
  workspace.addContent({ 'tenants/copy.yaml': bora('tenant.yaml') });
  await expect(run(['tenants'])).rejects.toThrow(
    'tenants/copy.yaml: metadata.name: odootenant:default/bora-fashion stands in tenants/bora/tenant.yaml already; rename one of the two',
  );
});

it.each([
  ['tenants/none.yaml', /fits no file in the workspace/],
  ['../elsewhere.yaml', /leads out of the workspace/],
  ['tenants/../../x.yaml', /leads out of the workspace/],
  ['/etc/passwd', /leads out of the workspace/],
  [
    'tenants/bora/bora-loyalty-connector.yaml',
    /no OdooTenant or OdooEnvironment in tenants\/bora\/bora-loyalty-connector\.yaml/,
  ],
])('refuses the path %s', async (path, message) => {
  await expect(run([path])).rejects.toThrow(message);
});

it('follows no link out of the workspace', async () => {
  const outside = createMockDirectory({
    content: { 'tenant.yaml': bora('tenant.yaml') },
  });
  workspace.addContent({
    'tenants/link.yaml': ({ symlink }) =>
      symlink(outside.resolve('tenant.yaml')),
  });
  await expect(run(['tenants/link.yaml'])).rejects.toThrow(
    /fits no file|not allowed|outside/i,
  );
});

it.each([
  ['no YAML', 'kind: [OdooTenant', /tenants\/x\.yaml: is no YAML: .*line 1/],
  [
    'too much',
    `kind: OdooTenant\n#${'x'.repeat(1024 * 1024)}`,
    /tenants\/x\.yaml: larger than 1 MiB/,
  ],
  [
    'aliases without end',
    `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n`,
    /tenants\/x\.yaml: cannot be read as YAML/,
  ],
])('refuses a file with %s', async (_, content, message) => {
  workspace.addContent({ 'tenants/x.yaml': content });
  await expect(run(['tenants/x.yaml'])).rejects.toThrow(message);
});

it('has examples that use it as it is', () => {
  expect(examples).not.toHaveLength(0);
  for (const { example } of examples) {
    const [step] = parse(example).steps;
    expect(step.action).toBe(action.id);
    expect(Object.keys(step.input)).toEqual(['paths']);
  }
});
