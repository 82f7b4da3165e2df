import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  LONGEST_DECISION_HOURS,
  bindingGrantSchema,
  calendarPolicySchema,
  riskPolicySchema,
  seriesSupportSchema,
  stageSchema,
  type BindingGrant,
  type CalendarPolicy,
  type RiskPolicy,
  type SeriesSupport,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { backupsSchema, type BackupSettings } from './backupSettings';
import { calendarsSchema, platformCalendarsSchema } from './calendarSettings';
import { refuseDuplicates } from './configDuplicates';
import type { Machine } from './platform/machines';
import type { RateLimitSettings } from './platform/rateLimits';
import type { GateSettings } from './releases';

/** The config of this plugin, checked and with defaults. */
export interface OdooSettings {
  machines: Machine[];
  /** What descriptors may claim, by where they were read from. */
  claims: BindingGrant[];
  seriesSupport: SeriesSupport[];
  releases: {
    policy: RiskPolicy;
    /** Which source is believed when two speak of the same instant; the higher rank wins, a source without one has 0. */
    sourceRanks: { source: string; rank: number }[];
    gate: GateSettings;
    decisions: { longestHours: number; signOffRecipients: string[] };
  };
  retention: {
    eventsDays: number;
    deadLettersDays: number;
    outboxDays: number;
    gateDecisionsDays: number;
    clusterAttemptsDays: number;
    calendarAttemptsDays: number;
    backupAttemptsDays: number;
  };
  deadLetters: { maxPerMachine: number };
  catalog: { refresh: SchedulerServiceTaskScheduleDefinition };
  clusters: { refresh: SchedulerServiceTaskScheduleDefinition };
  /** Calendars that descriptors may name. */
  calendars: { name: string; target: string; tenants?: string[] }[];
  /** Calendars of platform components. */
  platformCalendars: { component: string; source: string; timeZone: string }[];
  calendarPolicy: CalendarPolicy;
  calendarReading: { refresh: SchedulerServiceTaskScheduleDefinition };
  backups: BackupSettings;
  rateLimit: RateLimitSettings;
}

const subjectSchema = z
  .string()
  .regex(/^\S+$/, 'write the subject of the token, without spaces')
  .refine(
    subject => !subject.startsWith('plugin:'),
    "plugins of the portal can't be machines; write the subject of a token of backend.auth.externalAccess",
  );

const environmentPatternSchema = z
  .string()
  .max(300)
  .regex(
    /^(\*+|odooenvironment:[^\s:]+)$/i,
    "write a reference such as odooenvironment:default/acme-*, or '*' for all environments",
  )
  .transform(pattern => pattern.toLowerCase());

const verbSchema = z.enum([
  'events.write',
  'gate.ask',
  'releases.read',
  'backups.report',
  'backups.read',
]);

const machinesSchema = z
  .array(
    z
      .object({
        subject: subjectSchema,
        environments: z.array(environmentPatternSchema).min(1),
        verbs: z.array(verbSchema).min(1),
      })
      .strict(),
  )
  .superRefine((machines, ctx) => {
    refuseDuplicates(machines, m => m.subject, 'subject', ctx);
  });

const sourceRanksSchema = z
  .array(
    z
      .object({
        source: z.string().min(1).max(512),
        rank: z.number().int().min(-1000).max(1000),
      })
      .strict(),
  )
  .superRefine((ranks, ctx) => {
    refuseDuplicates(ranks, r => r.source, 'source', ctx);
  });

/**
 * Last days of the vendor's standard support, from its documentation as of July 2026; where that names a month, the last day of
 * it, and of 14.0 that it ended before 2024. 17.0 and newer were planned dates then. A portal that knows better says so in its config.
 */
const DEFAULT_SERIES_SUPPORT: SeriesSupport[] = [
  { series: '14.0', until: '2023-12-31' },
  { series: '15.0', until: '2024-10-31' },
  { series: '16.0', until: '2025-09-30' },
  { series: '17.0', until: '2026-09-30' },
  { series: '18.0', until: '2027-09-30' },
  { series: '19.0', until: '2028-09-30' },
];

const supportSchema = z
  .array(seriesSupportSchema)
  .superRefine((series, ctx) => {
    refuseDuplicates(series, s => s.series, 'series', ctx);
  });

const days = (fallback: number) =>
  z.number().int().min(1).max(36_500).default(fallback);
const perMinute = (fallback: number) =>
  z
    .object({ perMinute: z.number().int().min(1).default(fallback) })
    .strict()
    .prefault({});

const scheduledSchema = z
  .object({ refresh: z.looseObject({}).optional() })
  .strict()
  .prefault({});

const cautionSchema = z.enum(['pass', 'stop']);

const gateSchema = z
  .object({
    caution: cautionSchema.default('pass'),
    dryRun: z.boolean().default(false),
    environments: z
      .array(
        z
          .object({
            environments: z.array(environmentPatternSchema).min(1),
            stages: z.array(stageSchema).min(1).optional(),
            caution: cautionSchema.optional(),
            dryRun: z.boolean().optional(),
          })
          .strict(),
      )
      .default([]),
  })
  .strict()
  .prefault({});

const settingsSchema = z
  .object({
    machines: machinesSchema.default([]),
    claims: z.array(bindingGrantSchema).default([]),
    seriesSupport: supportSchema.default(DEFAULT_SERIES_SUPPORT),
    releases: z
      .object({
        policy: riskPolicySchema.prefault({}),
        sourceRanks: sourceRanksSchema.default([]),
        gate: gateSchema,
        decisions: z
          .object({
            longestHours: z
              .number()
              .int()
              .min(1)
              .max(LONGEST_DECISION_HOURS)
              .default(LONGEST_DECISION_HOURS),
            signOffRecipients: z
              .array(
                z
                  .string()
                  .max(300)
                  .regex(
                    /^(user|group):[^\s:/]+\/[^\s:/]+$/i,
                    'write the reference of a user or a group, e.g. group:default/executives',
                  ),
              )
              .default([]),
          })
          .strict()
          .prefault({}),
      })
      .strict()
      .prefault({}),
    retention: z
      .object({
        eventsDays: days(400),
        deadLettersDays: days(7),
        outboxDays: days(7),
        gateDecisionsDays: days(400),
        clusterAttemptsDays: days(3),
        calendarAttemptsDays: days(30),
        backupAttemptsDays: days(30),
      })
      .strict()
      .prefault({}),
    deadLetters: z
      .object({ maxPerMachine: z.number().int().min(0).default(100) })
      .strict()
      .prefault({}),
    catalog: scheduledSchema,
    clusters: scheduledSchema,
    calendars: calendarsSchema.default([]),
    platformCalendars: platformCalendarsSchema.default([]),
    calendarPolicy: calendarPolicySchema.prefault({}),
    calendarReading: scheduledSchema,
    backups: backupsSchema,
    // The adapter's own: it is held against other parts of the config as well
    github: z.object({ machine: subjectSchema }).strict().optional(),
    // The pages' own, see the README of the frontend plugin
    links: z.unknown().optional(),
    rateLimit: z
      .object({
        ingest: perMinute(6000),
        gate: perMinute(300),
        reports: perMinute(600),
      })
      .strict()
      .prefault({}),
  })
  .strict()
  .superRefine(({ calendars, platformCalendars }, ctx) => {
    const names = new Set(calendars.map(({ name }) => name));
    platformCalendars.forEach(({ source }, index) => {
      if (!names.has(source)) {
        ctx.addIssue({
          code: 'custom',
          path: ['platformCalendars', index, 'source'],
          message: `'${source}' is no name of odoo.calendars[]`,
        });
      }
    });
  });

/** Changes come by themselves; the whole is for what is deleted, and for what was missed. */
const DEFAULT_CATALOG_REFRESH: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 3 },
};

const DEFAULT_CALENDAR_REFRESH: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 10 },
  initialDelay: { seconds: 10 },
};

const DEFAULT_CLUSTER_REFRESH: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 1 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 5 },
};

/** Reads the key `odoo` of the portal's config. Throws, with the path of each wrong key, so that a wrong config does not start. */
export function readSettings(config: Config): OdooSettings {
  const result = settingsSchema.safeParse(config.getOptional('odoo') ?? {});
  if (!result.success) {
    const problems = result.error.issues.map(issue => {
      const path = issue.path
        .map(part =>
          typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
        )
        .join('');
      return `odoo${path}: ${issue.message}`;
    });
    throw new Error(`Wrong config: ${problems.join('; ')}`);
  }
  const { links: _links, github: _github, ...settings } = result.data;
  return {
    ...settings,
    catalog: {
      refresh: readRefresh(
        config,
        'odoo.catalog.refresh',
        DEFAULT_CATALOG_REFRESH,
      ),
    },
    clusters: {
      refresh: readRefresh(
        config,
        'odoo.clusters.refresh',
        DEFAULT_CLUSTER_REFRESH,
      ),
    },
    calendarReading: {
      refresh: readRefresh(
        config,
        'odoo.calendarReading.refresh',
        DEFAULT_CALENDAR_REFRESH,
      ),
    },
  };
}

function readRefresh(
  config: Config,
  key: string,
  fallback: SchedulerServiceTaskScheduleDefinition,
): SchedulerServiceTaskScheduleDefinition {
  if (!config.has(key)) {
    return fallback;
  }
  try {
    return readSchedulerServiceTaskScheduleDefinitionFromConfig(
      config.getConfig(key),
    );
  } catch (error) {
    throw new Error(
      `Wrong config: ${key}: write frequency and timeout, e.g. { frequency: { seconds: 15 }, timeout: { minutes: 2 } } (${
        error instanceof Error ? error.message : error
      })`,
    );
  }
}
