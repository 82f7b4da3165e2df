import { fullEnvironment, fullTenant } from './__fixtures__/descriptors';
import {
  claimsToBeOdooEntity,
  formatProblems,
  isEnvironmentRef,
  parseDescriptor,
  requireDescriptor,
} from './parseDescriptor';

type Plain = Record<string, unknown>;

/** A copy with one place changed; `undefined` takes the field away. */
function changed(descriptor: object, path: string, value: unknown): Plain {
  const copy = structuredClone(descriptor) as Plain;
  const parts = path.split('.');
  const last = parts.pop()!;
  const parent = parts.reduce<Plain>((node, part) => node[part] as Plain, copy);
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
  return copy;
}

function problemsOf(descriptor: unknown): string[] {
  const outcome = parseDescriptor(descriptor);
  return outcome.ok ? [] : formatProblems(outcome.problems).split('\n');
}

const environment = (path: string, value: unknown) =>
  problemsOf(changed(fullEnvironment, path, value));
const tenant = (path: string, value: unknown) =>
  problemsOf(changed(fullTenant, path, value));

it('takes descriptors that use every field, as they are', () => {
  expect(parseDescriptor(fullTenant)).toEqual({ ok: true, entity: fullTenant });
  expect(parseDescriptor(fullEnvironment)).toEqual({
    ok: true,
    entity: fullEnvironment,
  });
  expect(requireDescriptor(fullTenant)).toBe(fullTenant);
});

it('leaves alone what the catalog adds', () => {
  const stored = {
    ...fullTenant,
    metadata: { ...fullTenant.metadata, uid: 'u', etag: 'e' },
    relations: [],
    status: { items: [] },
  };
  expect(problemsOf(stored)).toEqual([]);
});

describe('environments', () => {
  it.each<[string, unknown, string[]]>([
    [
      'spec.odoo.series',
      18,
      [
        'spec.odoo.series: is a number in YAML; write it in quotes: series: "18.0"',
      ],
    ],
    [
      'spec.database.postgresVersion',
      16,
      [
        'spec.database.postgresVersion: is a number in YAML; write it in quotes: postgresVersion: "16"',
      ],
    ],
    [
      'spec.odoo.series',
      '18',
      ['spec.odoo.series: write an Odoo series in quotes, e.g. "18.0"'],
    ],
    [
      'spec.stage',
      'prod',
      [
        "spec.stage: 'prod' is not known; write one of production, staging, development (did you mean production?)",
      ],
    ],
    [
      'spec.stage',
      undefined,
      [
        'spec.stage: is missing; write one of production, staging, development here',
      ],
    ],
    ['spec.owner', undefined, ['spec.owner: is missing; write a text here']],
    [
      'spec.owner',
      'system:default/acme',
      [
        'spec.owner: write a reference to a Group or User, e.g. group:default/acme',
      ],
    ],
    [
      'spec.redis',
      null,
      [
        'spec.redis: is empty; write a group of fields here, or remove the line if it may be left out',
      ],
    ],
    [
      'spec.services',
      [{ role: 'web' }, { role: 'web' }],
      [
        "spec.services[1].role: role 'web' stands twice (first in item [0]); keep one",
      ],
    ],
    ['spec.services', [], ['spec.services: write at least 1 item']],
    [
      'spec.services',
      [{ role: 'longpolling' }],
      [
        "spec.services[0].role: 'longpolling' is not known; write one of web, gevent, cron, queue, connector",
      ],
    ],
    [
      'spec.services',
      [{ role: 'web', component: 'component:default/a', workload: 'a' }],
      [
        'spec.services[0].workload: a service with a component of its own says this there; remove one of the two',
      ],
    ],
    [
      'spec.image',
      'registry.example/odoo:18.0',
      [
        'spec.image: a production image needs its digest, since a tag can move: append @sha256:<64 hexadecimal digits>',
      ],
    ],
    [
      'spec.databases',
      ['a', 'b'],
      [
        'spec.databases: an environment has one database: one Odoo process that serves many databases is not modelled in this version; write an OdooEnvironment for each database',
      ],
    ],
    [
      'spec.database',
      [{ name: 'a' }, { name: 'b' }],
      [
        'spec.database: an environment has one database: one Odoo process that serves many databases is not modelled in this version; write an OdooEnvironment for each database',
      ],
    ],
    [
      'spec.kubernetes.namespce',
      'acme',
      ['spec.kubernetes.namespce: unknown field; did you mean namespace?'],
    ],
    [
      'spec.services',
      [{ role: 'web', replicas: 3 }],
      [
        'spec.services[0].replicas: unknown field; remove it. Known here: role, component, workload, labelSelector, description',
      ],
    ],
    [
      'spec.gitops.flux',
      { kustomization: 'acme' },
      [
        'spec.gitops: name the Argo CD application or the Flux kustomization, not both',
      ],
    ],
    [
      'spec.bindings',
      [
        { source: 'ci', environmentId: 'a' },
        { source: 'ci', environmentId: 'a' },
      ],
      [
        "spec.bindings[1].environmentId: binding 'a ci' stands twice (first in item [0]); keep one",
      ],
    ],
    [
      'spec.backupSources',
      [
        { source: 'velero', area: 'secrets', id: 'acme' },
        { source: 'velero', area: 'configuration', id: 'acme' },
        { source: 'velero', area: 'secrets', id: 'acme' },
      ],
      [
        "spec.backupSources[2].source: backup source 'velero secrets acme' stands twice (first in item [0]); keep one",
      ],
    ],
    ['spec.url', 'ftp://acme', ['spec.url: write an http(s) URL']],
    [
      'metadata.name',
      'a'.repeat(49),
      [
        'metadata.name: write a name of at most 48 characters: its services are called <environment>-<role>, and no entity may have a name longer than 63',
      ],
    ],
    [
      'metadata.name',
      'Acme_Production',
      [
        'metadata.name: write a DNS label: lower-case letters, digits and dashes',
      ],
    ],
    [
      'apiVersion',
      'backstage.io/v1alpha1',
      [
        "apiVersion: 'backstage.io/v1alpha1' is not known; write odoofleet.io/v1alpha1",
      ],
    ],
    [
      'kind',
      'Odooenvironment',
      ["kind: 'Odooenvironment' is not known; write OdooEnvironment"],
    ],
    ['specs', {}, ['specs: unknown field; did you mean spec?']],
    ['spec', undefined, ['spec: is missing; write a group of fields here']],
    ['spec', 'text', ["spec: write a group of fields, not 'text'"]],
  ])('%s = %j', (path, value, expected) => {
    expect(environment(path, value)).toEqual(expected);
  });

  it('lists every problem at once', () => {
    const descriptor = changed(
      changed(
        changed(fullEnvironment, 'spec.services', [
          { role: 'web' },
          { role: 'web' },
          { role: 'cronn' },
        ]),
        'spec.image',
        'odoo:18.0',
      ),
      'spec.odoo.series',
      18,
    );
    expect(problemsOf(descriptor).map(line => line.split(': ')[0])).toEqual([
      'spec.odoo.series',
      'spec.services[2].role',
      'spec.services[1].role',
      'spec.image',
    ]);
  });
});

describe('tenants', () => {
  it.each<[string, unknown, string[]]>([
    [
      'spec.timeZone',
      '+01:00',
      ['spec.timeZone: write an IANA time zone, e.g. Europe/Paris'],
    ],
    [
      'spec.timeZone',
      'Europe/Pari',
      ['spec.timeZone: write an IANA time zone, e.g. Europe/Paris'],
    ],
    [
      'spec.recoveryObjectives',
      [{ process: 'finance', rpo: '5m', rto: 'P1M' }],
      ['rpo', 'rto'].map(
        field =>
          `spec.recoveryObjectives[0].${field}: write an ISO 8601 duration in weeks, days, hours, minutes or seconds, e.g. PT15M or P1DT12H`,
      ),
    ],
    [
      'spec.recoveryObjectives',
      [
        { process: 'finance', rpo: 'PT1H', rto: 'PT1H' },
        { process: 'finance', rpo: 'PT2H', rto: 'PT1H' },
      ],
      [
        "spec.recoveryObjectives[1].process: business process 'finance' stands twice (first in item [0]); keep one",
      ],
    ],
    [
      'spec.calendars',
      [{ name: 'a', url: 'https://a.example', source: 'b' }],
      [
        'spec.calendars[0]: a calendar has a name and exactly one of: source, url, file (.ics), windows or holidays',
      ],
    ],
    [
      'spec.calendars',
      [{ name: 'a', file: '../../secrets.ics' }],
      [
        'spec.calendars[0].file: write a relative path to an .ics file, without ..',
      ],
    ],
    [
      'spec.calendars',
      [
        {
          name: 'a',
          windows: [{ reason: 'x', yearly: { from: '13-01', to: '12-01' } }],
        },
      ],
      [
        expect.stringMatching(
          /^spec\.calendars\[0\]\.windows\[0\]\.yearly\.from: write .*e\.g\. 11-20/,
        ) as string,
      ],
    ],
    [
      'spec.escalation',
      [{ contact: 'Nobody', after: 'PT5M' }],
      [
        "spec.escalation[0].contact: 'Nobody' is no contact of this tenant; write the name of one of spec.contacts",
      ],
    ],
    [
      'spec.contacts',
      [
        { role: 'Head of IT', name: 'Ada Martin' },
        { role: 'On call', name: 'Ada Martin' },
      ],
      [
        "spec.contacts[1].name: contact 'Ada Martin' stands twice (first in item [0]); keep one",
      ],
    ],
    [
      'spec.links',
      [],
      [
        'spec.links: links stand in metadata.links, as in every other kind; move them there',
      ],
    ],
    [
      'spec.timezone',
      'Europe/Paris',
      ['spec.timezone: unknown field; did you mean timeZone?'],
    ],
    [
      'metadata.name',
      'a'.repeat(64),
      [
        'metadata.name: write a name of at most 63 characters: no entity may have a longer one',
      ],
    ],
    [
      'metadata.tags',
      ['Odoo Shop'],
      [
        'metadata.tags[0]: write a tag: lower-case letters, digits, + and #, separated by dashes',
      ],
    ],
    [
      'metadata.annotations',
      { 'a b': 'x' },
      [
        'metadata.annotations["a b"]: write the name of an annotation such as example.org/name',
      ],
    ],
  ])('%s = %j', (path, value, expected) => {
    expect(tenant(path, value)).toEqual(expected);
  });

  it('tells an absent calendar from an empty one', () => {
    expect(tenant('spec.calendars', undefined)).toEqual([]);
    expect(tenant('spec.calendars', [{ name: 'a', windows: [] }])).toEqual([]);
  });
});

it('keeps messages short and on one line, whatever the descriptor holds', () => {
  const [line] = environment('spec.stage', `x\n${'y'.repeat(10_000)}`);
  expect(line.length).toBeLessThan(200);
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, i) => [`unknownField${i}`, i]),
  );
  const lines = problemsOf({ ...fullTenant, ...many });
  expect(lines).toHaveLength(51);
  expect(lines[50]).toContain('and 450 more problems');
});

it('says what a descriptor of no kind should be', () => {
  for (const nonsense of [null, undefined, 3, 'x', [], { kind: 7 }]) {
    expect(problemsOf(nonsense)).toEqual([
      'kind: write OdooTenant or OdooEnvironment',
    ]);
    expect(claimsToBeOdooEntity(nonsense)).toBe(false);
  }
  expect(() => requireDescriptor({ kind: 'OdooTenant' })).toThrow(
    /^apiVersion: is missing; write odoofleet\.io\/v1alpha1 here\n/,
  );
});

it('knows the reference of an environment', () => {
  expect(isEnvironmentRef('odooenvironment:default/a')).toBe(true);
  expect(isEnvironmentRef('OdooEnvironment:a')).toBe(true);
  expect(isEnvironmentRef('a')).toBe(true);
  expect(isEnvironmentRef('odootenant:default/a')).toBe(false);
  expect(isEnvironmentRef('a/b/c')).toBe(false);
  expect(isEnvironmentRef(7)).toBe(false);
});
