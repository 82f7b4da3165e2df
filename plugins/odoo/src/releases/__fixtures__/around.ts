import {
  type CalendarWindow,
  type EntityCalendar,
  type ReleaseHistory,
  type UnattributedEvent,
  weekHours,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { OdooApi } from '../../api';

const environmentRef = 'odooenvironment:default/acme-production';
const CI = 'https://ci.odoo-fleet.example/acme';
const hoursAgo = (hours: number) =>
  new Date(Date.now() - hours * 3_600_000).toISOString();

export const history: ReleaseHistory = {
  entityRef: environmentRef,
  attributionHours: 72,
  atLeast: 5,
  tiers: [
    {
      tier: 'routine',
      n: 9,
      failed: 1,
      tooFew: false,
      message: '1 of the last 9 routine releases failed.',
    },
    {
      tier: 'high',
      n: 2,
      failed: 1,
      tooFew: true,
      message: '2 high releases are too few to say how often they fail.',
    },
  ],
  strip: (
    ['pending', 'well', 'rolled-back', 'hotfix', 'incident', 'failed'] as const
  ).map((outcome, index) => ({
    releaseId: `r-${outcome}`,
    environmentRef,
    artifact: `sha256:${String(index).repeat(64)}`,
    tier: index > 3 ? 'high' : 'routine',
    outcome,
    at: hoursAgo(24 * (index + 1)),
  })),
};

/** One that names an environment's id, and one that names neither environment nor service. */
export const unattributed: UnattributedEvent[] = [
  {
    source: 'https://ci.example/new-shop',
    id: 'u1',
    type: 'dev.cdevents.service.deployed.0.3.0',
    kind: 'deployed',
    occurredAt: hoursAgo(2),
    receivedAt: hoursAgo(2),
    environmentId: 'new-shop: "production"',
    reason: 'No environment claims this source.',
    candidates: [{ environmentRef, title: 'Acme production' }],
    bindingSnippet:
      'spec:\n  bindings:\n    - source: "https://ci.example/new-shop"\n      environmentId: "new-shop: \\"production\\""',
  },
  {
    source: 'https://ci.example/old',
    id: 'u2',
    type: 'dev.cdevents.change.merged.0.3.0',
    kind: 'change-merged',
    occurredAt: hoursAgo(3),
    receivedAt: hoursAgo(3),
    reason: 'It names neither environment nor artifact.',
    candidates: [],
    bindingSnippet:
      'spec:\n  bindings:\n    - source: "https://ci.example/old"\n      environmentId: # what this source calls the environment',
  },
];

const windows = (weekOf: number): CalendarWindow[] => [
  {
    calendar: 'retail-peaks',
    kind: 'freeze',
    reason: 'Black Friday',
    start: new Date(weekOf - 40 * 3_600_000).toISOString(),
    end: new Date(weekOf + 20 * 3_600_000).toISOString(),
    domains: ['pricing', 'point-of-sale'],
  },
  {
    calendar: 'retail-peaks',
    kind: 'peak',
    reason: 'Saturday',
    start: new Date(weekOf + 30 * 3_600_000).toISOString(),
    end: new Date(weekOf + 40 * 3_600_000).toISOString(),
  },
];

/** A calendar with a freeze now, a peak after it, and one calendar that could not be read. */
export function calendarOf(
  query: { week?: string | undefined },
  status: 'known' | 'unknown' = 'known',
): EntityCalendar {
  const at = query.week === undefined ? Date.now() : Date.parse(query.week);
  const listed = windows(at);
  return {
    entityRef: environmentRef,
    environments: [
      {
        environmentRef,
        title: 'Acme production',
        calendar: {
          status: 'unknown',
          reason: 'the tenant names no calendar',
        },
        standings: [
          {
            name: 'holidays',
            declaredBy: 'odootenant:default/acme-retail',
            status: 'unreadable',
            reason: 'It was never read: the server answered 503.',
          },
        ],
        ...(status === 'known' && {
          calendar: {
            status: 'known',
            timeZone: 'Europe/Paris',
            source: 'odootenant:default/acme-retail',
            observedAt: hoursAgo(2),
            windows: listed,
            calendars: [],
            from: hoursAgo(200),
            horizon: hoursAgo(-2000),
          },
          week: weekHours(listed, 'Europe/Paris', at),
          safeWindows: {
            status: 'known',
            windows: [21, 45, 69, 93].map(hours => ({
              start: hoursAgo(-hours),
              end: hoursAgo(-hours - 4),
              reasons: ['No freeze begins within the hours of watching.'],
            })),
            rolloutMinutes: 25,
            rolloutReason: 'the rehearsed migration took 10 min',
            watchHours: 24,
            horizon: hoursAgo(-2000),
          },
        }),
      },
    ],
  };
}

/** The part of the API about what happened, and happens, around a release. */
export function aroundApi() {
  return {
    getReleaseHistory: async () => history,
    getCalendar: async query => calendarOf(query ?? {}),
    listIncidents: async () => ({
      items: [
        {
          source: CI,
          subject: 'INC-7',
          componentRef: 'resource:default/shared-postgresql',
          openedAt: hoursAgo(1),
          label: 'Replication lags',
          url: `${CI}/incidents/7`,
          eventId: 'i1',
        },
      ],
      more: false,
    }),
    listPlatformReleases: async () => ({
      items: [
        {
          id: 'plr-1',
          scope: 'platform' as const,
          componentRef: 'resource:default/shared-postgresql',
          source: CI,
          subject: 'M-1',
          activity: 'patching' as const,
          state: 'planned' as const,
          from: hoursAgo(-5),
          until: hoursAgo(-7),
          eventId: 'm1',
          occurredAt: hoursAgo(9),
          environmentRefs: [environmentRef],
        },
      ],
      more: false,
    }),
    listUnattributedEvents: async () => ({ items: unattributed }),
    listDeadLetters: async () => ({
      items: [
        {
          id: 'd1',
          receivedAt: hoursAgo(4),
          subject: 'demo-pipeline',
          status: 400,
          error: '$.data: is no object',
          body: '{"specversion":"1.0"}',
          bytes: 21,
        },
      ],
    }),
    listEnvironments: async () => ({
      items: [
        {
          environmentRef,
          title: 'Acme production',
          stage: 'production' as const,
          hosting: 'dedicated' as const,
          tenantRef: 'odootenant:default/acme-retail',
          ownerRef: 'group:default/acme-team',
          series: '18.0',
        },
      ],
    }),
  } satisfies Partial<OdooApi>;
}
