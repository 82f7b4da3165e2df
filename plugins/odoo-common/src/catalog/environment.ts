import type { Entity } from '@backstage/catalog-model';
import { z } from 'zod';
import {
  ONE_DATABASE_ONLY,
  dnsLabelSchema,
  entityRefTo,
  httpUrlSchema,
  labelSelectorSchema,
  ownerRefSchema,
  shortTextSchema,
  uniqueBy,
} from '../fields';
import { recoveryAreaSchema } from './recoveryArea';

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
    component: entityRefTo('Component').optional(),
    workload: dnsLabelSchema.optional(),
    /** Selector of this service's pods; default: that of the environment and `app.kubernetes.io/component=<role>`. */
    labelSelector: labelSelectorSchema.optional(),
    description: shortTextSchema.optional(),
  })
  .strict()
  .superRefine((service, ctx) => {
    for (const field of ['workload', 'labelSelector', 'description'] as const) {
      if (service.component !== undefined && service[field] !== undefined) {
        ctx.addIssue({
          code: 'custom',
          path: [field],
          message:
            'a service with a component of its own says this there; remove one of the two',
        });
      }
    }
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

const databaseSchema = z
  .object(
    {
      name: z
        .string()
        .min(1)
        .max(63)
        .regex(/^[^\s"'\\;]+$/, 'write a PostgreSQL database name'),
      /** Resource of the server, when it is in the catalog. */
      server: entityRefTo('Resource').optional(),
      /** Major version, e.g. `16`. */
      postgresVersion: z
        .string()
        .regex(/^\d{2}$/, 'write the major version in quotes, e.g. "16"')
        .optional(),
    },
    {
      error: issue =>
        Array.isArray(issue.input) ? ONE_DATABASE_ONLY : undefined,
    },
  )
  .strict();

/**
 * `spec` of an OdooEnvironment.
 *
 * @public
 */
export const odooEnvironmentSpecSchema = z
  .object({
    tenant: entityRefTo('OdooTenant'),
    owner: ownerRefSchema,
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
    image: z
      .string()
      .max(512)
      .regex(
        /^[\w][\w.:/-]*(@sha256:[a-f0-9]{64})?$/,
        'write an image reference, e.g. registry.example/odoo:18.0@sha256:<64 hexadecimal digits>',
      )
      .optional(),
    url: httpUrlSchema.optional(),
    kubernetes: z
      .object({
        cluster: shortTextSchema,
        namespace: dnsLabelSchema,
        /** Label selector that all workloads of the environment carry; default `app.kubernetes.io/instance=<environment>`. */
        labelSelector: labelSelectorSchema.optional(),
      })
      .strict(),
    services: z
      .array(environmentServiceSchema)
      .min(1)
      .superRefine(...uniqueBy('role', 'role')),
    database: databaseSchema,
    redis: z
      .object({
        server: entityRefTo('Resource').optional(),
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
    platformComponents: z
      .array(entityRefTo('Resource', 'Component', 'System'))
      .max(50)
      .optional(),
    /** Backup sources by the names that the platform's config gives them, with what is this environment's in each. */
    backupSources: z
      .array(
        z
          .object({
            source: dnsLabelSchema,
            area: recoveryAreaSchema,
            /** Stanza, server, cluster, schedule or bucket: what the source calls it. */
            id: z.string().min(1).max(512),
          })
          .strict(),
      )
      .max(50)
      .superRefine(...uniqueBy('backup source', 'source', 'area', 'id'))
      .optional(),
    bindings: z
      .array(eventBindingSchema)
      .max(100)
      .superRefine(...uniqueBy('binding', 'environmentId', 'source', 'service'))
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
      .superRefine(...uniqueBy('guardrail', 'id'))
      .optional(),
    /** Template that made this environment, and its version. */
    template: z
      .object({ ref: entityRefTo('Template'), version: shortTextSchema })
      .strict()
      .optional(),
    runbooks: z
      .object({
        rollback: httpUrlSchema.optional(),
        disasterRecovery: httpUrlSchema.optional(),
      })
      .strict()
      .optional(),
  })
  .strict()
  .superRefine(
    (spec, ctx) => {
      if (
        spec.stage === 'production' &&
        typeof spec.image === 'string' &&
        !/@sha256:[a-f0-9]{64}$/.test(spec.image)
      ) {
        ctx.addIssue({
          code: 'custom',
          path: ['image'],
          message:
            'a production image needs its digest, since a tag can move: append @sha256:<64 hexadecimal digits>',
        });
      }
    },
    // Looks at two fields only, so other problems of the spec need not hide this one.
    { when: ({ value }) => typeof value === 'object' && value !== null },
  );

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
