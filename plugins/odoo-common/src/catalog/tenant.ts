import type { Entity } from '@backstage/catalog-model';
import { z } from 'zod';
import { inlineWindowSchema } from '../calendar';
import { plainText } from '../plainText';
import {
  dnsLabelSchema,
  durationSchema,
  httpUrlSchema,
  ownerRefSchema,
  shortTextSchema,
  timeZoneSchema,
  uniqueBy,
} from '../fields';

/**
 * The business processes that recovery objectives are usually written for. A tenant may name its own as well.
 *
 * @public
 */
export const wellKnownBusinessProcesses = [
  'store-orders',
  'inventory',
  'ecommerce',
  'finance',
  'procurement',
  'analytics',
] as const;

/** @public */
export const criticalitySchema = z.enum([
  'mission-critical',
  'business-critical',
  'standard',
]);

/** @public */
export type Criticality = z.infer<typeof criticalitySchema>;

/**
 * Recovery objective of one business process: how much work may be lost (`rpo`) and how long it may stand (`rto`).
 *
 * @public
 */
export const recoveryObjectiveSchema = z
  .object({
    process: dnsLabelSchema,
    rpo: durationSchema,
    rto: durationSchema,
  })
  .strict();

/** @public */
export type RecoveryObjective = z.infer<typeof recoveryObjectiveSchema>;

/**
 * A calendar of freezes, peaks, holidays and maintenance: an iCalendar source that the platform's config names (`source`), an address
 * (`url`), a file beside the descriptor (`file`), windows written here (`windows`), or the public holidays of a place (`holidays`: a
 * country or a part of one, by its codes of ISO 3166). Exactly one of the five.
 *
 * @public
 */
export const tenantCalendarSchema = z.union(
  [
    z.object({ name: dnsLabelSchema, source: dnsLabelSchema }).strict(),
    z.object({ name: dnsLabelSchema, url: httpUrlSchema }).strict(),
    z
      .object({
        name: dnsLabelSchema,
        file: z
          .string()
          .regex(
            /^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+\.ics$/,
            'write a relative path to an .ics file, without ..',
          ),
      })
      .strict(),
    z
      .object({
        name: dnsLabelSchema,
        windows: z.array(inlineWindowSchema).max(200),
      })
      .strict(),
    z
      .object({
        name: dnsLabelSchema,
        holidays: z
          .string()
          .regex(
            /^[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}$/,
            'write a country or a part of one by its codes of ISO 3166, e.g. PT or DE-BY',
          ),
      })
      .strict(),
  ],
  {
    error:
      'a calendar has a name and exactly one of: source, url, file (.ics), windows or holidays',
  },
);

/** @public */
export type TenantCalendar = z.infer<typeof tenantCalendarSchema>;

/**
 * `spec` of an OdooTenant. Links stand in `metadata.links`, as in every other kind.
 *
 * @public
 */
export const odooTenantSpecSchema = z
  .object({
    /** Group or user that answers for the retailer on the platform's side. */
    owner: ownerRefSchema,
    criticality: criticalitySchema,
    /** Business time zone: calendars without a zone of their own, peaks and times on screen are in it. */
    timeZone: timeZoneSchema,
    regions: z.array(shortTextSchema).max(50).optional(),
    /** Absent: nothing is known about this tenant's freezes, and that counts as unknown. An empty list of windows: it has none. */
    calendars: z
      .array(tenantCalendarSchema)
      .max(20)
      .superRefine(...uniqueBy('calendar', 'name'))
      .optional(),
    recoveryObjectives: z
      .array(recoveryObjectiveSchema)
      .max(50)
      .superRefine(...uniqueBy('business process', 'process'))
      .optional(),
    compliance: z.array(shortTextSchema).max(50).optional(),
    contacts: z
      .array(
        z
          .object({
            role: shortTextSchema,
            name: shortTextSchema,
            email: z.email().optional(),
            phone: shortTextSchema.optional(),
          })
          .strict(),
      )
      .max(50)
      // The escalation names contacts, so a name may mean only one of them
      .superRefine(...uniqueBy('contact', 'name'))
      .optional(),
    /** Which of the contacts to call, by name, in order, and how long after the last call brought no answer. */
    escalation: z
      .array(
        z.object({ contact: shortTextSchema, after: durationSchema }).strict(),
      )
      .max(20)
      .optional(),
  })
  .strict()
  .superRefine((spec, ctx) => {
    const names = new Set(spec.contacts?.map(contact => contact.name));
    spec.escalation?.forEach((step, index) => {
      if (!names.has(step.contact)) {
        ctx.addIssue({
          code: 'custom',
          path: ['escalation', index, 'contact'],
          message: `'${plainText(
            step.contact,
          )}' is no contact of this tenant; write the name of one of spec.contacts`,
        });
      }
    });
  });

/** @public */
export type OdooTenantSpec = z.infer<typeof odooTenantSpecSchema>;

/**
 * Longest name of a tenant: that of any entity.
 *
 * @public
 */
export const MAX_TENANT_NAME_LENGTH = 63;

/**
 * A retailer served by the platform.
 *
 * @public
 */
export interface OdooTenantEntity extends Entity {
  apiVersion: 'odoofleet.io/v1alpha1';
  kind: 'OdooTenant';
  spec: OdooTenantSpec;
}
