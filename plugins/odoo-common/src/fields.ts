import { IANAZone } from 'luxon';
import { z } from 'zod';
import { plainText } from './plainText';

// Every repetition is bounded, since a descriptor comes from whoever may register one.
const REF_NAMESPACE = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const REF_NAME = '[a-zA-Z0-9](?:[-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?';

/**
 * Entity reference, `kind:namespace/name`, to one of a few kinds. Kind and namespace may be left out; the first kind is then meant.
 */
export function entityRefTo(...kinds: string[]) {
  const anyCase = kinds
    .map(kind =>
      kind.replace(
        /[a-z]/gi,
        c => `[${c.toLocaleUpperCase('en-US')}${c.toLocaleLowerCase('en-US')}]`,
      ),
    )
    .join('|');
  return z
    .string()
    .regex(
      new RegExp(`^(?:(?:${anyCase}):)?(?:${REF_NAMESPACE}/)?${REF_NAME}$`),
      `write a reference to a ${kinds.join(
        ' or ',
      )}, e.g. ${kinds[0].toLocaleLowerCase('en-US')}:default/acme`,
    );
}

/** Who answers for something: a group, or a single user. */
export const ownerRefSchema = entityRefTo('Group', 'User');

/**
 * ISO 8601 duration with a positive length, in designators from weeks down to seconds (`PT5M`, `P1DT12H`). Years and months
 * are refused: their length depends on the calendar, so no objective can be held against them.
 */
export const durationSchema = z
  .string()
  .regex(
    /^P(?=.{0,40}[1-9])(?:\d{1,9}W|(?=\d|T\d)(?:\d{1,9}D)?(?:T(?=\d)(?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,9}S)?)?)$/,
    'write an ISO 8601 duration in weeks, days, hours, minutes or seconds, e.g. PT15M or P1DT12H',
  );

/** Zones found to be valid: luxon builds a whole formatter for each question, and a fleet asks about the same few. */
const validZones = new Set<string>();

function isTimeZone(zone: string): boolean {
  if (validZones.has(zone)) {
    return true;
  }
  const isValid = /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone);
  if (isValid && validZones.size < 1000) {
    validZones.add(zone);
  }
  return isValid;
}

/** IANA time zone, e.g. `Europe/Paris`. Offsets such as `+01:00` are refused: they know no daylight saving time. */
export const timeZoneSchema = z
  .string()
  .refine(isTimeZone, 'write an IANA time zone, e.g. Europe/Paris');

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

/** Kubernetes label selector, e.g. `app.kubernetes.io/instance=acme-production`. */
export const labelSelectorSchema = z
  .string()
  .min(1)
  .max(512)
  .regex(
    /^[^\s].*$/,
    'write a label selector, e.g. app.kubernetes.io/instance=acme-production',
  );

/** What to say to who declares several databases for one environment (design: one Odoo process, one database). */
export const ONE_DATABASE_ONLY =
  'an environment has one database: one Odoo process that serves many databases is not modelled in this version; write an OdooEnvironment for each database';

/**
 * Refuses a list in which two items have the same values in some fields, and names both places. Runs on lists with other
 * problems too, so that the author sees all of them at once; items without the first field are left to the schema.
 */
export function uniqueBy(
  what: string,
  field: string,
  ...moreFields: string[]
): [
  (items: readonly unknown[], ctx: z.RefinementCtx) => void,
  { when: (payload: { value: unknown }) => boolean },
] {
  return [
    (items, ctx) => {
      const first = new Map<string, number>();
      items.forEach((item, index) => {
        if (typeof item !== 'object' || item === null) {
          return;
        }
        const fields = item as Record<string, unknown>;
        const values = [field, ...moreFields].map(name => fields[name]);
        const texts = values.filter(value => typeof value === 'string');
        const comparable = values.every(
          value => value === undefined || typeof value === 'string',
        );
        if (!comparable || values[0] === undefined) {
          return;
        }
        const key = JSON.stringify(values);
        const seen = first.get(key);
        if (seen === undefined) {
          first.set(key, index);
          return;
        }
        const shown = plainText(texts.join(' '), 100);
        ctx.addIssue({
          code: 'custom',
          path: [index, field],
          message: `${what} '${shown}' stands twice (first in item [${seen}]); keep one`,
        });
      });
    },
    { when: payload => Array.isArray(payload.value) },
  ];
}
