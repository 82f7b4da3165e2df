import { IANAZone } from 'luxon';
import { z } from 'zod';

/** Entity reference, `kind:namespace/name`, `kind` and `namespace` optional where the field has a default. */
export const entityRefSchema = z
  .string()
  .regex(
    /^(?:[a-zA-Z][a-zA-Z0-9]*:)?(?:[a-zA-Z0-9]+(?:[-_.a-zA-Z0-9]*[a-zA-Z0-9])?\/)?[a-zA-Z0-9]+(?:[-_.a-zA-Z0-9]*[a-zA-Z0-9])?$/,
    'write an entity reference, e.g. group:default/acme-team',
  );

/**
 * ISO 8601 duration with a positive length, in designators from weeks down to seconds (`PT5M`, `P1DT12H`). Years and months
 * are refused: their length depends on the calendar, so no objective can be held against them.
 */
export const durationSchema = z
  .string()
  .regex(
    /^P(?=.*[1-9])(?:\d+W|(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/,
    'write an ISO 8601 duration in weeks, days, hours, minutes or seconds, e.g. PT15M or P1DT12H',
  );

/** IANA time zone, e.g. `Europe/Paris`. Offsets such as `+01:00` are refused: they know no daylight saving time. */
export const timeZoneSchema = z
  .string()
  .refine(
    zone => /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone),
    'write an IANA time zone, e.g. Europe/Paris',
  );

/** RFC 1123 label, as Kubernetes names namespaces and workloads. */
export const dnsLabelSchema = z
  .string()
  .max(63)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'write a DNS label: lower-case letters, digits and dashes, at most 63 characters',
  );

/** http or https URL. */
export const httpUrlSchema = z.url({
  protocol: /^https?$/,
  error: 'write an http(s) URL',
});

/** Image digest in the form of the OCI image specification, sha256 only. */
export const digestSchema = z
  .string()
  .regex(
    /^sha256:[a-f0-9]{64}$/,
    'write a digest: sha256: and 64 hexadecimal digits',
  );

/** A name that a person gave to something: short and without line breaks. */
export const shortTextSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\r\n]*$/, 'write it in one line');

/**
 * Refuses a list in which two items have the same key, and names both places.
 */
export function uniqueBy<T>(
  key: (item: T) => string,
  what: string,
): (items: T[], ctx: z.RefinementCtx<T[]>) => void {
  return (items, ctx) => {
    const first = new Map<string, number>();
    items.forEach((item, index) => {
      const value = key(item);
      const seen = first.get(value);
      if (seen === undefined) {
        first.set(value, index);
      } else {
        ctx.addIssue({
          code: 'custom',
          path: [index],
          message: `${what} '${value}' stands twice (first in item ${seen}); keep one`,
        });
      }
    });
  };
}
