import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonObject } from '@backstage/types';
import { odooCustomDataSchema } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CloudEvent } from '@odoo-fleet/backstage-plugin-odoo-node';
import { describeReleaseEventAdapterContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { cdeventsAdapter } from '.';
import { ownTypes, standardTypes } from './vocabulary';

const subjects = JSON.parse(
  readFileSync(resolve(__dirname, '__testUtils__/subjects.json'), 'utf8'),
) as Record<string, JsonObject>;

/** The examples that pipelines' authors are given. */
const document = readFileSync(
  resolve(__dirname, '../../../../../../docs/release-facts.md'),
  'utf8',
);
const examples = Object.fromEntries(
  [...document.matchAll(/^## (.+)$[^]*?```json\n([^]*?)```/gm)].map(
    ([, title, json]) => [title, JSON.parse(json) as CloudEvent],
  ),
);

/** An event of each type that has a subject here, in each edition. */
const vocabulary = Object.entries(subjects).flatMap(([name, subject]) => {
  const { subjectType, minor04, minor05 } = standardTypes.get(name)!;
  const eventOf = (edition: string, minor: number, of: JsonObject) => {
    const type = `dev.cdevents.${name}.0.${minor}.0`;
    const id = `${name}-${edition}`;
    const source = 'https://ci.example.org/acme';
    const version = edition === '0.4.1' ? 'version' : 'specversion';
    const timestamp = '2026-11-20T10:15:30+01:00';
    return [
      id,
      {
        specversion: '1.0',
        id,
        source,
        type,
        data: {
          context: { [version]: edition, id, source, type, timestamp },
          subject: of,
        },
      } satisfies CloudEvent,
    ] as const;
  };
  return [
    ...(minor04 === undefined
      ? []
      : [eventOf('0.4.1', minor04, { ...subject, type: subjectType })]),
    eventOf('0.5.1', minor05, subject),
    eventOf('0.6.0-draft', minor05, subject),
  ];
});

describeReleaseEventAdapterContract(cdeventsAdapter, {
  ...Object.fromEntries(vocabulary),
  ...examples,
});

function translated(event: CloudEvent) {
  const translation = cdeventsAdapter.translate(event);
  if (translation.status !== 'translated') {
    throw new Error(`${translation.path}: ${translation.message}`);
  }
  return translation.event;
}

describe('the vocabulary of CDEvents', () => {
  it('has a fixture for each type, here, in __fixtures__ or in the document', () => {
    const elsewhere = [
      /^service\.(deployed|upgraded|rolledback)$/,
      /^pipelinerun\.finished$/,
      /^artifact\.(packaged|signed|published)$/,
      /^change\.merged$/,
      /^incident\./,
      /^testsuiterun\.finished$/,
      /^approval\./,
    ];
    const missing = [...standardTypes.keys()].filter(
      name => !subjects[name] && !elsewhere.some(type => type.test(name)),
    );
    expect(missing).toEqual([]);
    expect(standardTypes.size).toBe(48);
  });

  it.each(
    vocabulary.filter(([name]) => name.startsWith('pipelinerun.started')),
  )('knows the beginning of %s by its run', (_, event) => {
    expect(translated(event)).toMatchObject({
      kind: 'pipeline-started',
      subject: 'run-88',
      label: 'build and test',
      url: 'https://ci.example.org/runs/88',
    });
  });

  it('takes the environment of an environment, and the artifact of a build', () => {
    const of = (name: string) =>
      translated(vocabulary.find(([id]) => id === `${name}-0.5.1`)![1]);
    expect(of('environment.deleted')).toMatchObject({
      kind: 'other',
      environmentId: 'production',
    });
    expect(of('build.finished')).toMatchObject({
      kind: 'other',
      artifact: `sha256:${'5e'.repeat(32)}`,
    });
    expect(of('service.removed')).toMatchObject({
      kind: 'service-removed',
      environmentId: 'production',
    });
  });

  it.each([
    'dev.cdevents.service.deployed.0.3',
    'dev.cdevents.change.created.0.2.0',
    'dev.cdevents.ticket.created.0.3.0',
    'dev.cdevents.approval.created.0.2.0',
    'dev.cdevents.approval.reopened.0.1.0',
    'dev.cdevents.constructor.name.0.3.0',
  ])('does not know %s', type => {
    expect(cdeventsAdapter.accepts(type)).toBe(false);
  });
});

describe('docs/release-facts.md', () => {
  it('has an example of each type of our own', () => {
    const shown = new Set(Object.values(examples).map(({ type }) => type));
    expect([...ownTypes.keys()].filter(type => !shown.has(type))).toEqual([]);
  });

  it('has an example of each posted fact', () => {
    const shown = new Set(
      Object.values(examples).flatMap(example => {
        const data = example.data as { customData?: { odoo?: object } };
        return [
          ...Object.keys(translated(example).facts),
          ...Object.keys(data.customData?.odoo ?? {}),
        ];
      }),
    );
    expect(
      Object.keys(odooCustomDataSchema.shape).filter(fact => !shown.has(fact)),
    ).toEqual([]);
  });

  it('means what it says', () => {
    expect(translated(examples['Approval, decided'])).toMatchObject({
      kind: 'approval-decided',
      approval: { responder: 'kim', decision: 'approved' },
      chainId: 'delivery-4711',
    });
    const incident = translated(examples['Incident of a platform component']);
    expect(incident).toMatchObject({
      kind: 'incident-detected',
      componentRef: 'resource:default/pg-shared-eu',
      subject: 'INC-5',
      facts: {},
    });
    expect(incident.environmentId).toBeUndefined();
    expect(translated(examples['Maintenance, planned'])).toMatchObject({
      kind: 'maintenance-planned',
      componentRef: 'resource:default/pg-shared-eu',
      facts: {
        maintenance: {
          activity: 'database-upgrade',
          from: '2026-11-21T02:00:00.000Z',
        },
      },
    });
    expect(translated(examples['Rollout, begun'])).toMatchObject({
      kind: 'rollout-started',
      environmentId: 'production',
      artifact: `sha256:${'5e'.repeat(32)}`,
    });
    expect(translated(examples['Smoke test']).facts.smokeTest).toEqual({
      outcome: 'success',
      method: 'json-rpc',
      durationSeconds: 2.1,
    });
    expect(
      translated(examples['Rehearsal of the migration']).facts.rehearsal,
    ).toMatchObject({
      digest: `sha256:${'5e'.repeat(32)}`,
      outcome: 'success',
    });
  });

  it.each<[string, string, (content: JsonObject) => void]>([
    [
      'Rollback rehearsal',
      '$.data.subject.content',
      content => {
        delete content.application;
        delete content.database;
      },
    ],
    [
      'Smoke test',
      '$.data.subject.content.method',
      content => {
        content.method = 'health';
      },
    ],
    [
      'Maintenance, planned',
      '$.data.subject.content.component.id',
      content => {
        content.component = { id: 'pg-shared-eu' };
      },
    ],
    [
      'Approval, decided',
      '$.data.subject.content.responder',
      content => {
        content.responder = 'urn:user:';
      },
    ],
  ])('refuses of «%s» what is wrong at %s', (title, path, spoil) => {
    const event = structuredClone(examples[title]);
    spoil((event.data as { subject: { content: JsonObject } }).subject.content);
    expect(cdeventsAdapter.translate(event)).toMatchObject({
      status: 'malformed',
      path,
    });
  });

  it('lets nothing but incidents and maintenance be about a component', () => {
    const event = structuredClone(examples.Hotfix);
    (event.data as { customData: JsonObject }).customData = {
      odoo: { component: 'resource:default/pg' },
    };
    expect(cdeventsAdapter.translate(event)).toMatchObject({
      status: 'malformed',
      path: '$.data.customData.odoo.component',
    });
  });
});
