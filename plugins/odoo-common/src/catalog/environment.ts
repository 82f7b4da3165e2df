import type { Entity } from '@backstage/catalog-model';
import { z } from 'zod';
import {
  dnsLabelSchema,
  entityRefSchema,
  httpUrlSchema,
  shortTextSchema,
  uniqueBy,
} from './fields';

/** @public */
export const stageSchema = z.enum(['production', 'staging', 'development']);

/** @public */
export type Stage = z.infer<typeof stageSchema>;

/** @public */
export const hostingSchema = z.enum(['multi-tenant', 'dedicated']);

/** @public */
export type Hosting = z.infer<typeof hostingSchema>;

/**
 * What a workload of an environment does. One workload has one role, and one environment has each role at most once.
 *
 * @public
 */
export const serviceRoleSchema = z.enum([
  'web',
  'gevent',
  'cron',
  'queue',
  'connector',
]);

/** @public */
export type ServiceRole = z.infer<typeof serviceRoleSchema>;

/**
 * A service of the environment: derived (role only, with the workload's name when it differs from `<environment>-<role>`), or
 * a hand-written Component that is referenced and then not derived.
 *
 * @public
 */
export const environmentServiceSchema = z
  .object({
    role: serviceRoleSchema,
    component: entityRefSchema.optional(),
    workload: dnsLabelSchema.optional(),
    description: shortTextSchema.optional(),
  })
  .strict()
  .refine(s => !(s.component && s.workload), {
    path: ['workload'],
    error:
      'a service with a component of its own names its workload there; remove one of the two',
  });

/** @public */
export type EnvironmentService = z.infer<typeof environmentServiceSchema>;

/**
 * How events of a source find this environment: the exact `source` and the exact id that the source calls the environment by;
 * `service` narrows it to one service id of that source.
 *
 * @public
 */
export const eventBindingSchema = z
  .object({
    source: z.string().min(1).max(512),
    environmentId: z.string().min(1).max(512),
    service: z.string().min(1).max(512).optional(),
  })
  .strict();

/** @public */
export type EventBinding = z.infer<typeof eventBindingSchema>;

const onePerProcess =
  'an environment has one database: one Odoo process that serves many databases is not modelled in this version; write an OdooEnvironment for each database';

const databaseSchema = z
  .object(
    {
      name: z
        .string()
        .min(1)
        .max(63)
        .regex(/^[^\s"'\\;]+$/, 'write a PostgreSQL database name'),
      /** Resource of the server, when it is in the catalog. */
      server: entityRefSchema.optional(),
      postgresVersion: z.string().regex(/^\d{2}$/).optional(),
    },
    { error: onePerProcess },
  )
  .strict();

/**
 * `spec` of an OdooEnvironment.
 *
 * @public
 */
export const odooEnvironmentSpecSchema = z
  .object({
    tenant: entityRefSchema,
    owner: entityRefSchema,
    stage: stageSchema,
    hosting: hostingSchema,
    odoo: z
      .object({
        series: z
          .string()
          .regex(/^\d{2}\.\d$/, 'write an Odoo series in quotes, e.g. "18.0"'),
        edition: z.enum(['community', 'enterprise']),
      })
      .strict(),
    /** Image that Git declares; in production with its digest, since a tag can move. */
    image: z.string().min(1).max(512).optional(),
    url: httpUrlSchema.optional(),
    kubernetes: z
      .object({
        cluster: shortTextSchema,
        namespace: dnsLabelSchema,
        /** Label selector that all workloads of the environment carry; default `app.kubernetes.io/instance=<environment>`. */
        labelSelector: z.string().min(1).max(512).optional(),
      })
      .strict(),
    services: z
      .array(environmentServiceSchema)
      .min(1)
      .superRefine(uniqueBy(s => s.role, 'role')),
    database: databaseSchema,
    redis: z
      .object({
        server: entityRefSchema.optional(),
        /** Logical database; with its own ACL user on a shared server. */
        database: z.number().int().min(0).max(1023).optional(),
        user: shortTextSchema.optional(),
      })
      .strict()
      .optional(),
    objectStorage: z
      .object({
        bucket: z
          .string()
          .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'write a bucket name'),
        prefix: z.string().max(512).optional(),
        endpoint: httpUrlSchema.optional(),
      })
      .strict()
      .optional(),
    gitops: z
      .object({
        repository: httpUrlSchema,
        path: z.string().min(1).max(512),
        argocd: z
          .object({
            application: dnsLabelSchema,
            namespace: dnsLabelSchema.optional(),
          })
          .strict()
          .optional(),
        flux: z
          .object({
            kustomization: dnsLabelSchema,
            namespace: dnsLabelSchema.optional(),
          })
          .strict()
          .optional(),
      })
      .strict()
      .refine(g => !(g.argocd && g.flux), {
        error:
          'name the Argo CD application or the Flux kustomization, not both',
      })
      .optional(),
    /** What this environment shares with others: cluster, database server, Redis, ingress, image. */
    platformComponents: z.array(entityRefSchema).max(50).optional(),
    /** Backup sources by the names that the platform's config gives them, with what is this environment's in each. */
    backupSources: z
      .array(
        z
          .object({
            source: dnsLabelSchema,
            area: z.enum([
              'postgresql',
              'attachments',
              'configuration',
              'secrets',
            ]),
            /** Stanza, server, cluster, schedule or bucket: what the source calls it. */
            id: z.string().min(1).max(512),
          })
          .strict(),
      )
      .max(50)
      .optional(),
    bindings: z
      .array(eventBindingSchema)
      .max(100)
      .superRefine(
        uniqueBy(
          b => [b.source, b.environmentId, b.service ?? ''].join(' '),
          'binding',
        ),
      )
      .optional(),
    guardrails: z
      .array(
        z
          .object({
            id: dnsLabelSchema,
            enabled: z.boolean().optional(),
            warn: z.number().optional(),
            fail: z.number().optional(),
            reason: shortTextSchema,
          })
          .strict(),
      )
      .max(100)
      .superRefine(uniqueBy(g => g.id, 'guardrail'))
      .optional(),
    /** Template that made this environment, and its version. */
    template: z
      .object({ ref: entityRefSchema, version: shortTextSchema })
      .strict()
      .optional(),
    runbooks: z
      .object({
        rollback: httpUrlSchema.optional(),
        disasterRecovery: httpUrlSchema.optional(),
      })
      .strict()
      .optional(),
    databases: z.undefined({ error: onePerProcess }).optional(),
  })
  .strict()
  .superRefine((spec, ctx) => {
    if (
      spec.stage === 'production' &&
      spec.image !== undefined &&
      !/@sha256:[a-f0-9]{64}$/.test(spec.image)
    ) {
      ctx.addIssue({
        code: 'custom',
        path: ['image'],
        message:
          'a production image needs its digest, since a tag can move: append @sha256:<64 hexadecimal digits>',
      });
    }
  });

/** @public */
export type OdooEnvironmentSpec = z.infer<typeof odooEnvironmentSpecSchema>;

/**
 * Longest name of an environment, so that `<environment>-<role>` and the names of its resources stay within the 63 characters
 * of an entity name.
 *
 * @public
 */
export const MAX_ENVIRONMENT_NAME_LENGTH = 48;

/**
 * One running Odoo of a tenant.
 *
 * @public
 */
export interface OdooEnvironmentEntity extends Entity {
  apiVersion: 'odoofleet.io/v1alpha1';
  kind: 'OdooEnvironment';
  spec: OdooEnvironmentSpec;
}
