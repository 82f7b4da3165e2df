import { mockServices } from '@backstage/backend-test-utils';
import {
  defaultBackupPolicy,
  defaultCalendarPolicy,
  defaultRiskPolicy,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { readSettings } from './config';

function read(odoo?: object) {
  return readSettings(mockServices.rootConfig({ data: odoo ? { odoo } : {} }));
}

const machine = {
  subject: 'ci',
  environments: ['odooenvironment:default/acme-*'],
  verbs: ['events.write'],
};

const retail = {
  name: 'retail',
  target: 'https://calendars.example/retail.ics',
};

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(read()).toEqual({
      machines: [],
      claims: [],
      seriesSupport: expect.arrayContaining([
        { series: '18.0', until: '2027-09-30' },
      ]),
      releases: {
        policy: defaultRiskPolicy,
        sourceRanks: [],
        gate: { caution: 'pass', dryRun: false, environments: [] },
        decisions: { longestHours: 24, signOffRecipients: [] },
      },
      retention: {
        eventsDays: 400,
        deadLettersDays: 7,
        outboxDays: 7,
        gateDecisionsDays: 400,
        clusterAttemptsDays: 3,
        calendarAttemptsDays: 30,
        backupAttemptsDays: 30,
      },
      backups: {
        sources: [],
        policy: defaultBackupPolicy,
        notices: { settle: 900 },
      },
      calendars: [],
      platformCalendars: [],
      calendarPolicy: defaultCalendarPolicy,
      calendarReading: {
        refresh: {
          frequency: { minutes: 5 },
          timeout: { minutes: 10 },
          initialDelay: { seconds: 10 },
        },
      },
      deadLetters: { maxPerMachine: 100 },
      catalog: {
        refresh: {
          frequency: { minutes: 5 },
          timeout: { minutes: 5 },
          initialDelay: { seconds: 3 },
        },
      },
      clusters: {
        refresh: {
          frequency: { minutes: 1 },
          timeout: { minutes: 5 },
          initialDelay: { seconds: 5 },
        },
      },
      rateLimit: {
        ingest: { perMinute: 6000 },
        gate: { perMinute: 300 },
        reports: { perMinute: 600 },
      },
    });
  });

  it('takes what is written, environments in lower case', () => {
    const settings = read({
      machines: [
        { ...machine, environments: ['OdooEnvironment:default/Acme', '*'] },
      ],
      releases: {
        policy: { thresholds: { hold: 50 } },
        sourceRanks: [{ source: 'argo', rank: 5 }],
        gate: { caution: 'stop' },
      },
      catalog: {
        refresh: { frequency: { cron: '* * * * *' }, timeout: 'PT1M' },
      },
      rateLimit: { gate: { perMinute: 5 } },
      links: { argocd: 'https://argocd.example' },
    });

    expect(settings.machines[0].environments).toEqual([
      'odooenvironment:default/acme',
      '*',
    ]);
    expect(settings.releases.policy.thresholds).toEqual({
      caution: 30,
      hold: 50,
    });
    expect(settings.releases.gate.caution).toBe('stop');
    expect(settings.catalog.refresh).toEqual({
      frequency: { cron: '* * * * *' },
      timeout: { minutes: 1 },
    });
    expect(settings.rateLimit.gate.perMinute).toBe(5);
  });

  it.each([
    [
      'a machine twice',
      { machines: [machine, machine] },
      "odoo.machines[1].subject: 'ci' stands twice, first in entry 0; keep one entry",
    ],
    [
      'a plugin as machine',
      { machines: [{ ...machine, subject: 'plugin:catalog' }] },
      "odoo.machines[0].subject: plugins of the portal can't be machines",
    ],
    [
      'a calendar that is no URL',
      { calendars: [{ name: 'retail', target: 'file:///etc/x.ics' }] },
      'odoo.calendars[0].target: write an http(s) URL',
    ],
    [
      'a calendar twice',
      { calendars: [retail, retail] },
      "odoo.calendars[1].name: 'retail' stands twice",
    ],
    [
      'a platform calendar that has no source',
      {
        calendars: [retail],
        platformCalendars: [{ component: 'resource:default/pg', source: 'x' }],
      },
      "odoo.platformCalendars[0].source: 'x' is no name of odoo.calendars[]",
    ],
    [
      'a zone that is none',
      {
        calendars: [retail],
        platformCalendars: [
          {
            component: 'resource:default/pg',
            source: 'retail',
            timeZone: 'Paris',
          },
        ],
      },
      'odoo.platformCalendars[0].timeZone: write an IANA time zone',
    ],
    [
      'business hours that end before they begin',
      { calendarPolicy: { businessHours: { from: '20:00', to: '08:00' } } },
      'odoo.calendarPolicy.businessHours: business hours end before',
    ],
    [
      'a subject with a space',
      { machines: [{ ...machine, subject: 'a b' }] },
      'odoo.machines[0].subject: write the subject of the token',
    ],
    [
      'an environment of another kind',
      { machines: [{ ...machine, environments: ['component:default/a'] }] },
      'odoo.machines[0].environments[0]: write a reference such as',
    ],
    [
      'a machine without environments',
      { machines: [{ ...machine, environments: [] }] },
      'odoo.machines[0].environments: ',
    ],
    [
      'a verb that there is not',
      { machines: [{ ...machine, verbs: ['everything'] }] },
      'odoo.machines[0].verbs[0]: ',
    ],
    [
      'weights over the sum',
      { releases: { policy: { weights: { changeSize: 60 } } } },
      'odoo.releases.policy.weights: the weights of the inherent factors add up to more than 60',
    ],
    [
      'a source twice',
      {
        releases: {
          sourceRanks: [
            { source: 'a', rank: 1 },
            { source: 'a', rank: 2 },
          ],
        },
      },
      "odoo.releases.sourceRanks[1].source: 'a' stands twice",
    ],
    [
      'another word for caution',
      { releases: { gate: { caution: 'maybe' } } },
      'odoo.releases.gate.caution: ',
    ],
    [
      'a rule of the gate for no environment',
      { releases: { gate: { environments: [{ dryRun: true }] } } },
      'odoo.releases.gate.environments[0].environments: ',
    ],
    [
      'decisions that count for longer than a day',
      { releases: { decisions: { longestHours: 25 } } },
      'odoo.releases.decisions.longestHours: ',
    ],
    [
      'a recipient that is no person',
      { releases: { decisions: { signOffRecipients: ['executives'] } } },
      'odoo.releases.decisions.signOffRecipients[0]: write the reference of a user or a group',
    ],
    [
      'a retention of nothing',
      { retention: { eventsDays: 0 } },
      'odoo.retention.eventsDays: ',
    ],
    ['a key that there is not', { retentoin: {} }, 'odoo: Unrecognized key'],
    [
      'a claim for anybody’s repository',
      { claims: [{ locations: ['url:https://*/fleet/*'] }] },
      'odoo.claims[0].locations[0]: write type and target of a location',
    ],
    [
      'a claim with an unknown key',
      { claims: [{ locations: ['file:/x'], namespace: ['a'] }] },
      'odoo.claims[0]: Unrecognized key',
    ],
    [
      'a series twice',
      {
        seriesSupport: [
          { series: '18.0', until: '2027-09-30' },
          { series: '18.0', until: '2028-09-30' },
        ],
      },
      "odoo.seriesSupport[1].series: '18.0' stands twice",
    ],
    [
      'a schedule without a timeout',
      { catalog: { refresh: { frequency: { seconds: 1 } } } },
      'odoo.catalog.refresh: write frequency and timeout',
    ],
  ])('refuses %s, with its path', (_, odoo, message) => {
    expect(() => read(odoo)).toThrow(message);
  });

  it('takes sources of backups, with durations in whatever way Backstage writes them', () => {
    const { backups } = read({
      backups: {
        sources: [
          { name: 'a', adapter: 'pgbackrest', every: { minutes: 5 } },
          {
            name: 'b',
            adapter: 'object-storage',
            every: 'PT1H',
            timeout: '90s',
            covers: { buckets: ['odoo-*'] },
            settings: { secretAccessKey: 'hunter2' },
          },
        ],
        notices: { settle: { minutes: 1 } },
      },
    });
    expect(backups.sources).toEqual([
      {
        name: 'a',
        adapter: 'pgbackrest',
        every: 300,
        timeout: 60,
        covers: { buckets: [] },
      },
      {
        name: 'b',
        adapter: 'object-storage',
        every: 3600,
        timeout: 90,
        covers: { buckets: ['odoo-*'] },
        settings: { secretAccessKey: 'hunter2' },
      },
    ]);
    expect(backups.notices.settle).toBe(60);
  });

  it.each([
    [{ every: 'now and then' }, /odoo\.backups\.sources\[0\]\.every: write a/],
    [{ every: undefined }, /odoo\.backups\.sources\[0\]\.every: write a/],
    [{ every: { seconds: 1 } }, /between 10 and/],
    [{ name: 'Not this' }, /sources\[0\]\.name: write lower-case/],
    [{ adaptor: 'x' }, /sources\[0\]: .*adaptor/],
  ])('does not start with a wrong source of backups: %j', (wrong, message) => {
    const source = { name: 'a', adapter: 'pgbackrest', every: '5m' };
    expect(() =>
      read({ backups: { sources: [{ ...source, ...wrong }] } }),
    ).toThrow(message);
  });

  it('does not start with two sources of backups of one name', () => {
    const source = { name: 'a', adapter: 'pgbackrest', every: '5m' };
    expect(() => read({ backups: { sources: [source, source] } })).toThrow(
      /sources\[1\]\.name: 'a' stands twice/,
    );
  });

  it('lays other values of the policy over the others, by where a release goes, and starts with none that is spoilt', () => {
    const policyOf = (...overrides: object[]) =>
      read({ releases: { policy: { overrides } } }).releases.policy;
    const { overrides } = policyOf({
      when: { criticality: 'mission-critical' },
      approversRequired: 2,
    });
    expect(overrides).toHaveLength(1);
    expect(() =>
      policyOf({ when: { stage: 'production' }, weights: { tests: 39 } }),
    ).toThrow(
      'odoo.releases.policy.overrides: for production, multi-tenant: weights: the weights of the readiness factors add up to more than 40',
    );
    expect(() => policyOf({ when: {}, aproversRequired: 2 })).toThrow(
      'aproversRequired',
    );
    expect(() => policyOf({ when: { stage: 'live' } })).toThrow(
      'odoo.releases.policy.overrides[0].when.stage',
    );
    // Each is fine by itself; where both apply they are not
    expect(() =>
      policyOf(
        { when: { hosting: 'dedicated' }, weights: { tests: 4, approvals: 5 } },
        { when: { stage: 'staging' }, thresholds: { caution: 70 } },
      ),
    ).toThrow(
      'for staging, multi-tenant: thresholds: thresholds.caution must not be above thresholds.hold',
    );
  });
});
