import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { claimsToBeOdooEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readExampleFleet } from './__testUtils__/exampleFleet';
import { mutated } from './__testUtils__/mutations';
import {
  pastPolicies,
  processAsCatalog,
} from './__testUtils__/processAsCatalog';

jest.setTimeout(120_000);

const RUNS = 10_000;

/** Forms of a calendar and fields of an environment that no descriptor of the example fleet uses. */
const rare: object[] = [
  {
    apiVersion: 'odoofleet.io/v1alpha1',
    kind: 'OdooTenant',
    metadata: { name: 'rare', labels: { 'example.org/region': 'eu' } },
    spec: {
      owner: 'rare-team',
      criticality: 'standard',
      timeZone: 'Europe/Paris',
      calendars: [
        { name: 'named', source: 'retail-freezes' },
        { name: 'web', url: 'https://calendar.rare.example/freezes.ics' },
        { name: 'filed', file: 'calendars/freezes.ics' },
        {
          name: 'once',
          windows: [
            {
              reason: 'Stock count',
              start: '2026-06-28T18:00',
              end: '2026-06-29T06:00',
              domains: ['stock'],
            },
          ],
        },
      ],
    },
  },
  {
    apiVersion: 'odoofleet.io/v1alpha1',
    kind: 'OdooEnvironment',
    metadata: { name: 'rare-development', namespace: 'rare' },
    spec: {
      tenant: 'rare',
      owner: 'user:ada',
      stage: 'development',
      hosting: 'dedicated',
      odoo: { series: '19.0', edition: 'community' },
      kubernetes: {
        cluster: 'rare',
        namespace: 'rare',
        labelSelector: 'app.kubernetes.io/instance=rare',
      },
      services: [
        { role: 'web', workload: 'odoo', labelSelector: 'app=rare' },
        { role: 'connector', component: 'rare-connector' },
      ],
      database: { name: 'rare' },
      redis: {},
      objectStorage: { bucket: 'rare', endpoint: 'https://s3.rare.example' },
      gitops: {
        repository: 'https://git.rare.example/fleet',
        path: '.',
        argocd: { application: 'rare', namespace: 'argocd' },
      },
      bindings: [
        { source: 'https://ci.rare.example', environmentId: 'a', service: 'b' },
      ],
      guardrails: [{ id: 'p95', enabled: false, reason: 'No traffic' }],
      template: { ref: 'template:default/environment', version: '1.0.0' },
    },
  },
];

const readme = readFileSync(resolve(__dirname, '../README.md'), 'utf8');
const descriptors: object[] = [
  ...readExampleFleet(),
  ...[...readme.matchAll(/```yaml\n(apiVersion[^]*?)```/g)].map(
    ([, yaml]) => parse(yaml) as Entity,
  ),
  ...rare,
];

/** What is wrong with how a refusal is worded; nothing when its author can act on it. */
function faultsOfRefusal(problems: string): string[] {
  return [
    ...(problems.length > 30_000 ? ['text too long'] : []),
    ...problems
      .split('\n')
      .filter(
        line =>
          !/^[^:]+.*: .{5,}/.test(line) ||
          /undefined|\[object|: Invalid input/.test(line),
      )
      .map(line => `no path or no remedy: ${JSON.stringify(line)}`),
  ];
}

/** What is wrong with how the processor takes an entity; nothing when it is processed, or refused as the catalog expects. */
async function faultsOf(
  descriptor: unknown,
  seen: { sound: number },
): Promise<string[]> {
  try {
    const emitted = await processAsCatalog(descriptor);
    const derived = emitted.flatMap(item =>
      item.type === 'entity' ? [item.entity] : [],
    );
    const taken = await Promise.all(derived.map(pastPolicies));
    seen.sound += claimsToBeOdooEntity(descriptor) ? 1 : 0;
    return derived
      .filter((_, index) => !taken[index])
      .map(
        entity => `derives what no catalog takes: ${JSON.stringify(entity)}`,
      );
  } catch (error) {
    // The catalog turns whatever is thrown into an error of that entity; ours are all of the one kind that says what to mend.
    return error instanceof Error && error.name === 'InputError'
      ? faultsOfRefusal(error.message)
      : [`threw ${String(error)}`];
  }
}

it('starts from descriptors that are all sound', async () => {
  const seen = { sound: 0 };
  for (const descriptor of descriptors) {
    expect(await faultsOf(descriptor, seen)).toEqual([]);
  }
  expect(seen.sound).toBe(descriptors.filter(claimsToBeOdooEntity).length);
  expect(seen.sound).toBe(40);
});

it(`never throws anything but a processing error on ${RUNS} mutated descriptors, and says of each what to mend`, async () => {
  const seen = { sound: 0 };
  await fc.assert(
    fc.asyncProperty(mutated(descriptors), async ({ descriptor }) => {
      const faults = await faultsOf(descriptor, seen);
      if (faults.length > 0) {
        throw new Error(faults.join('\n').slice(0, 2000));
      }
    }),
    { numRuns: RUNS },
  );
  // Both must happen, or the mutations prove nothing.
  expect(seen.sound).toBeGreaterThan(RUNS / 100);
  expect(seen.sound).toBeLessThan(RUNS / 2);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect({}).not.toHaveProperty('polluted');
});
