import {
  odooCustomDataSchema,
  type OdooCustomData,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  eventInstantSchema as instant,
  instantOutOfRange as outOfRange,
  isReadableInstant as isReadable,
  toUtcInstant as toUtc,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

export const id = z.string().min(1).max(512);

const context = {
  id: z.string(),
  source: z.string(),
  type: z.string(),
  timestamp: instant.transform(toUtc),
  chainId: id.optional(),
};

/** 0.4 names its own version `version`. */
export const context04 = z.object({
  ...context,
  version: z
    .string()
    .regex(/^0\.4\.\d+$/, 'events of this type are CDEvents 0.4: write 0.4.1'),
});

/** 0.5 and the draft of 0.6 name their own version `specversion`. */
export const context05 = z.object({
  ...context,
  specversion: z
    .string()
    .regex(
      /^0\.(?:5\.\d+|6\.\d+(?:-draft)?)$/,
      'events of this type are CDEvents 0.5 or 0.6: write 0.5.1 or 0.6.0-draft',
    ),
});

/** Types of our own are at home in both. */
export const contextEither = z.union([context04, context05], {
  error:
    'write the context of CDEvents 0.4 (version) or of 0.5 and 0.6 (specversion)',
});

/** Instants of a fact, each with where it stands. */
const instantsOf = ({
  checkpoint,
  restoreDrill,
  maintenance,
}: OdooCustomData) =>
  [
    [['checkpoint'], checkpoint],
    [['restoreDrill', 'restoredTo'], restoreDrill?.restoredTo],
    [['restoreDrill', 'startedAt'], restoreDrill?.startedAt],
    [['maintenance', 'from'], maintenance?.from],
    [['maintenance', 'until'], maintenance?.until],
  ] as const;

/** Rewrites every instant in UTC, so that those of different sources compare. */
function inUtc(odoo: OdooCustomData): OdooCustomData {
  const { checkpoint, restoreDrill, maintenance } = odoo;
  return {
    ...odoo,
    ...(checkpoint !== undefined && { checkpoint: toUtc(checkpoint) }),
    ...(restoreDrill && {
      restoreDrill: {
        ...restoreDrill,
        ...(restoreDrill.restoredTo !== undefined && {
          restoredTo: toUtc(restoreDrill.restoredTo),
        }),
        ...(restoreDrill.startedAt !== undefined && {
          startedAt: toUtc(restoreDrill.startedAt),
        }),
      },
    }),
    ...(maintenance && {
      maintenance: {
        ...maintenance,
        ...(maintenance.from !== undefined && {
          from: toUtc(maintenance.from),
        }),
        ...(maintenance.until !== undefined && {
          until: toUtc(maintenance.until),
        }),
      },
    }),
  };
}

/** Our part of `customData`, which CDEvents leaves to the sender: any JSON, or text, or base64. Only an object is read. */
export const customDataSchema = z.preprocess(
  value =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? value
      : {},
  z.object({
    odoo: odooCustomDataSchema
      .superRefine((odoo, ctx) => {
        for (const [path, value] of instantsOf(odoo)) {
          if (value !== undefined && !isReadable(value)) {
            ctx.addIssue({
              code: 'custom',
              path: [...path],
              message: outOfRange,
            });
          }
        }
      })
      .transform(inUtc)
      .optional(),
  }),
);
