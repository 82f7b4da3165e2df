import { z } from 'zod';
import { refuseDuplicates } from './configDuplicates';

const calendarNameSchema = z
  .string()
  .max(63)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'write lower-case letters, digits and dashes',
  );

/** `odoo.calendars`. */
export const calendarsSchema = z
  .array(
    z
      .object({
        name: calendarNameSchema,
        target: z.url({
          protocol: /^https?$/,
          error: 'write an http(s) URL that the portal’s URL reader may read',
        }),
        tenants: z
          .array(
            z
              .string()
              .max(300)
              .regex(
                /^(\*+|odootenant:[^\s:]+)$/i,
                'write a reference such as odootenant:default/acme-*',
              )
              .transform(pattern => pattern.toLowerCase()),
          )
          .min(1)
          .optional(),
      })
      .strict(),
  )
  .superRefine((calendars, ctx) => {
    refuseDuplicates(calendars, c => c.name, 'name', ctx);
  });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** `odoo.platformCalendars`. */
export const platformCalendarsSchema = z.array(
  z
    .object({
      component: z
        .string()
        .max(300)
        .regex(
          /^resource:[^\s:/]+\/[^\s:/]+$/i,
          'write the reference of a Resource, e.g. resource:default/shared-postgresql',
        )
        .transform(ref => ref.toLowerCase()),
      source: calendarNameSchema,
      timeZone: z
        .string()
        .refine(isTimeZone, 'write an IANA time zone, e.g. Europe/Paris')
        .default('UTC'),
    })
    .strict(),
);
