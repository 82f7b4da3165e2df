import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { CloudEvent } from '@odoo-fleet/backstage-plugin-odoo-node';
import { describeReleaseEventAdapterContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { cdeventsAdapter } from '.';

const folder = resolve(__dirname, '__fixtures__');
const fixtures = Object.fromEntries(
  readdirSync(folder).map(file => [
    file,
    JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as CloudEvent & {
      data: {
        context: JsonObject;
        subject: JsonObject;
        customData?: JsonObject;
      };
    },
  ]),
);

const digest = `sha256:${'5e'.repeat(32)}`;

function translated(name: string) {
  const translation = cdeventsAdapter.translate(fixtures[name]);
  if (translation.status !== 'translated') {
    throw new Error(`${translation.path}: ${translation.message}`);
  }
  return translation.event;
}

describeReleaseEventAdapterContract(cdeventsAdapter, fixtures);

describe('cdevents', () => {
  it.each([
    ['service-deployed', 'deployed'],
    ['service-upgraded', 'deployed'],
    ['service-rolledback', 'rolled-back'],
  ])('reads %s in both versions', (name, kind) => {
    for (const version of ['0.4', '0.5']) {
      expect(translated(`${name}-${version}.json`)).toMatchObject({
        kind,
        environmentId: 'production',
        service: 'acme-web',
        artifact: digest,
        chainId: 'delivery-4711',
        occurredAt: '2026-11-20T09:15:30.123Z',
      });
    }
  });

  it.each([
    ['pipelinerun-finished', { outcome: 'failure', label: 'build and test' }],
    ['artifact-packaged', { artifact: digest }],
    ['artifact-signed', { artifact: digest }],
    ['artifact-published', { artifact: digest }],
    ['change-merged', { label: 'merge-17' }],
    ['incident-detected', { environmentId: 'production', artifact: digest }],
    ['incident-reported', { url: 'https://tickets.example.org/INC-5' }],
    ['incident-resolved', { kind: 'incident-resolved' }],
    ['testsuiterun-finished', { outcome: 'success', label: 'Point of sale' }],
  ])('reads %s in both versions', (name, expected) => {
    for (const version of ['0.4', '0.5']) {
      expect(translated(`${name}-${version}.json`)).toMatchObject(expected);
    }
  });

  it('reads what CDEvents has no field for from customData.odoo', () => {
    expect(translated('service-deployed-0.4.json').facts).toMatchObject({
      author: 'jo@acme.example',
      approvers: ['user:default/kim', 'sam'],
      changeRecord: { id: 'CHG-1204' },
      changedLines: 320,
      migrationClass: 'module',
      checkpoint: '2026-11-20T09:00:00.000Z',
    });
  });

  it('reads our own two types', () => {
    expect(translated('odoo-release-proposed.json')).toMatchObject({
      kind: 'proposed',
      artifact: digest,
      environmentId: 'production',
    });
    expect(translated('odoo-checkpoint-recorded.json')).toMatchObject({
      kind: 'checkpoint-recorded',
      label: 'before 18.0.1.3',
      facts: { checkpoint: '2026-11-20T09:00:00.000Z' },
    });
  });

  it.each<[string, string, string[], JsonValue | undefined]>([
    [
      '0.4 without a type of its subject',
      '$.data.subject.type',
      ['subject', 'type'],
      undefined,
    ],
    [
      '0.4 that names no version',
      '$.data.context.version',
      ['context', 'version'],
      undefined,
    ],
    [
      '0.4 that says it is 0.5',
      '$.data.context.version',
      ['context', 'version'],
      '0.5.1',
    ],
    ['another id inside', '$.data.context.id', ['context', 'id'], 'other'],
    [
      'another source inside',
      '$.data.context.source',
      ['context', 'source'],
      'other',
    ],
    [
      'another type inside',
      '$.data.context.type',
      ['context', 'type'],
      'dev.cdevents.service.deployed.0.3.0',
    ],
    [
      'no environment',
      '$.data.subject.content.environment',
      ['subject', 'content', 'environment'],
      undefined,
    ],
    [
      'a day that is none',
      '$.data.context.timestamp',
      ['context', 'timestamp'],
      '2026-02-30T00:00:00Z',
    ],
    [
      'an instant after the year 9999',
      '$.data.context.timestamp',
      ['context', 'timestamp'],
      '9999-12-31T23:59:59-12:00',
    ],
    [
      'an unknown key of ours',
      '$.data.customData.odoo',
      ['customData', 'odoo', 'aproovers'],
      [],
    ],
    [
      'a negative number of lines',
      '$.data.customData.odoo.changedLines',
      ['customData', 'odoo', 'changedLines'],
      -1,
    ],
    [
      'a checkpoint before the year 0',
      '$.data.customData.odoo.checkpoint',
      ['customData', 'odoo', 'checkpoint'],
      '0000-01-01T00:00:00+12:00',
    ],
  ])('refuses %s and says where', (_, path, at, value) => {
    const event = structuredClone(fixtures['service-deployed-0.4.json']);
    const parent = at
      .slice(0, -1)
      .reduce(
        (object, key) => object[key] as JsonObject,
        event.data as JsonObject,
      );
    parent[at[at.length - 1]] = value;
    expect(cdeventsAdapter.translate(event)).toMatchObject({
      status: 'malformed',
      path,
    });
  });

  it.each([
    'dev.cdevents.service.deployed.0.1.0',
    'dev.cdevents.service.deployed.0.4.0',
    'dev.cdevents.service.deployed.1.0.0',
    'dev.cdevents.service.removed.0.4.0',
    'dev.cdeventsx.odoo-release.proposed.0.2.0',
    'dev.cdevents.constructor.prototype.0.3.0',
  ])('leaves %s to be stored as not understood', type => {
    expect(cdeventsAdapter.accepts(type)).toBe(false);
  });

  it.each(['c2VjcmV0', 'free text', [1], 7])(
    'reads no customData that is no object: %j',
    customData => {
      const event = structuredClone(fixtures['service-deployed-0.5.json']);
      Object.assign(event.data, { customData });
      expect(cdeventsAdapter.translate(event)).toMatchObject({
        status: 'translated',
        event: { facts: {} },
      });
    },
  );

  it.each([
    'ftp://files.example.org/runs/88',
    'data:text/html,x',
    '/runs/88',
    'https://robot:secret@ci.example.org/runs/88',
  ])('keeps no link such as %s', uri => {
    const event = structuredClone(fixtures['pipelinerun-finished-0.5.json']);
    (event.data.subject.content as JsonObject).uri = uri;
    const translation = cdeventsAdapter.translate(event);
    expect(translation).toMatchObject({ status: 'translated' });
    expect(JSON.stringify(translation)).not.toContain(uri);
  });
});
