import {
  artifactDigest,
  componentRefSchema,
  failoverExerciseSchema,
  maintenanceSchema,
  rehearsalSchema,
  restoreDrillSchema,
  rollbackRehearsalSchema,
  runbookRehearsalSchema,
  smokeTestSchema,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  eventInstantSchema as instant,
  sourceNameSchema as longName,
  toUtcInstant as toUtc,
  webLinkSchema as link,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';
import { id } from './schema';
import { artifactId, environment, known, outcome } from './subjects';

const service = z.object({ id });

/** `odoo-release.proposed`, `odoo-rollout.started`: this artifact is meant for that environment, or is on its way there. */
export const deliverySubject = z
  .object({
    id,
    content: z.object({
      environment,
      artifactId,
      service: service.optional(),
      url: link.optional(),
    }),
  })
  .transform(({ content }) =>
    known({
      environmentId: content.environment.id,
      artifact: content.artifactId,
      service: content.service?.id,
      url: content.url,
    }),
  );

/** `odoo-checkpoint.recorded`, of our own: the environment can be restored to that instant. */
export const checkpointSubject = z
  .object({
    id,
    content: z.object({
      environment,
      instant,
      label: longName.optional(),
      artifactId: artifactId.optional(),
      url: link.optional(),
    }),
  })
  .transform(({ content }) =>
    known({
      environmentId: content.environment.id,
      artifact: content.artifactId,
      label: content.label,
      url: content.url,
      facts: { checkpoint: toUtc(content.instant) },
    }),
  );

/** `odoo-rehearsal.finished`: the migration was tried on a copy of this environment's data. */
export const rehearsalSubject = z
  .object({
    id,
    content: rehearsalSchema.omit({ digest: true }).extend({
      environment,
      artifactId,
      url: link.optional(),
    }),
  })
  .transform(({ id: rehearsalId, content }) => {
    const { environment: where, artifactId: artifact, url, ...tried } = content;
    const digest = artifactDigest(artifact);
    return known({
      environmentId: where.id,
      artifact,
      label: rehearsalId.slice(0, 100),
      url,
      outcome: tried.outcome,
      facts: { rehearsal: { ...tried, ...(digest && { digest }) } },
    });
  });

/** `odoo-restoredrill.finished`: this environment was restored somewhere else, and looked at. */
export const restoreDrillSubject = z
  .object({
    id,
    content: restoreDrillSchema
      .omit({ restoredTo: true, startedAt: true })
      .extend({
        environment,
        restoredTo: instant.optional(),
        startedAt: instant.optional(),
        url: link.optional(),
      }),
  })
  .transform(({ id: drillId, content }) => {
    const {
      environment: where,
      url,
      restoredTo,
      startedAt,
      ...drilled
    } = content;
    return known({
      environmentId: where.id,
      label: drillId.slice(0, 100),
      url,
      outcome: drilled.outcome,
      facts: {
        restoreDrill: {
          ...drilled,
          ...(restoredTo !== undefined && { restoredTo: toUtc(restoredTo) }),
          ...(startedAt !== undefined && { startedAt: toUtc(startedAt) }),
        },
      },
    });
  });

/** `odoo-failover.exercised`: the standby of this environment's database took over, or was to. */
export const failoverSubject = z
  .object({
    id,
    content: failoverExerciseSchema.extend({
      environment,
      url: link.optional(),
    }),
  })
  .transform(({ id: exerciseId, content }) => {
    const { environment: where, url, ...exercised } = content;
    return known({
      environmentId: where.id,
      label: exerciseId.slice(0, 100),
      url,
      outcome: exercised.outcome,
      facts: { failoverExercise: exercised },
    });
  });

/** `odoo-runbook.rehearsed`: people went through a runbook of this environment. */
export const runbookSubject = z
  .object({
    id,
    content: runbookRehearsalSchema.extend({
      environment,
      url: link.optional(),
    }),
  })
  .transform(({ id: rehearsalId, content }) => {
    const { environment: where, url, ...rehearsed } = content;
    return known({
      environmentId: where.id,
      label: rehearsalId.slice(0, 100),
      url,
      outcome: rehearsed.outcome,
      facts: { runbookRehearsal: rehearsed },
    });
  });

/** `odoo-rollbackrehearsal.finished`: the way back from this artifact was tried. */
export const rollbackRehearsalSubject = z
  .object({
    id,
    content: rollbackRehearsalSchema
      .extend({ environment, artifactId, url: link.optional() })
      .refine(
        ({ application, database }) =>
          application !== undefined || database !== undefined,
        { error: 'say of application or database, or of both, how it went' },
      ),
  })
  .transform(({ id: rehearsalId, content }) => {
    const { environment: where, artifactId: artifact, url, ...tried } = content;
    return known({
      environmentId: where.id,
      artifact,
      label: rehearsalId.slice(0, 100),
      url,
      facts: { rollbackRehearsal: tried },
    });
  });

/** `odoo-smoketest.finished`: after the deployment somebody logged in, or called by JSON-RPC. */
export const smokeTestSubject = z
  .object({
    id,
    content: smokeTestSchema.extend({
      environment,
      artifactId,
      service: service.optional(),
      url: link.optional(),
    }),
  })
  .transform(({ id: testId, content }) => {
    const { environment: where, artifactId: artifact, url } = content;
    const { service: of, outcome: ended, method, durationSeconds } = content;
    return known({
      environmentId: where.id,
      service: of?.id,
      artifact,
      label: testId.slice(0, 100),
      url,
      outcome: ended,
      facts: {
        smokeTest: {
          outcome: ended,
          method,
          ...(durationSeconds !== undefined && { durationSeconds }),
        },
      },
    });
  });

const maintenanceContent = {
  component: z.object({ id: componentRefSchema }),
  from: instant.transform(toUtc).optional(),
  until: instant.transform(toUtc).optional(),
  label: longName.optional(),
  url: link.optional(),
};

const { activity } = maintenanceSchema.shape;

/** `odoo-maintenance.planned`, `started`: work on a platform component. */
export const maintenanceSubject = z
  .object({ id, content: z.object({ ...maintenanceContent, activity }) })
  .transform(({ id: workId, content }) =>
    known({
      subject: workId,
      componentRef: content.component.id,
      label: content.label ?? workId.slice(0, 100),
      url: content.url,
      facts: {
        maintenance: {
          activity: content.activity,
          ...(content.from !== undefined && { from: content.from }),
          ...(content.until !== undefined && { until: content.until }),
        },
      },
    }),
  );

/** `odoo-maintenance.finished`: how it ended; what it was is known by then. */
export const endedMaintenanceSubject = z
  .object({
    id,
    content: z.object({ ...maintenanceContent, outcome: outcome.optional() }),
  })
  .transform(({ id: workId, content }) =>
    known({
      subject: workId,
      componentRef: content.component.id,
      label: content.label,
      url: content.url,
      outcome: content.outcome,
    }),
  );
