import { z } from 'zod';

const patternSchema = z.string().min(1).max(1024);
const patternsSchema = z.array(patternSchema).min(1);

/**
 * A pattern that catalog locations are held against. Host and repository are the platform's to say: a wildcard in their place
 * would let anybody's repository pass for the platform's.
 */
const locationPatternSchema = patternSchema.regex(
  /^(?!url:)[a-z][a-z0-9-]*:|^url:https?:\/\/[^/*?#@\s]+\/./,
  'write type and target of a location, with the host in full, e.g. url:https://git.example/platform/fleet/blob/main/tenants/acme/*',
);

/**
 * One entry of `odoo.claims[]`: what descriptors from some catalog locations may claim. In every pattern `*` stands for any
 * characters, slashes included; everything else is taken literally.
 *
 * @public
 */
export const bindingGrantSchema = z
  .object({
    /** Patterns of `backstage.io/managed-by-location`: where the descriptor was read from. */
    locations: z.array(locationPatternSchema).min(1),
    /** A namespace is granted when both its cluster and its name match. */
    clusters: z.array(patternSchema).default([]),
    namespaces: z.array(patternSchema).default([]),
    stanzas: z
      .array(
        z
          .object({
            source: patternSchema,
            ids: patternsSchema,
            /**
             * These are of servers that hold several tenants' databases: environments that are all granted one so may claim it side
             * by side, and each sees how it stands.
             */
            shared: z.boolean().optional(),
          })
          .strict(),
      )
      .default([]),
    buckets: z
      .array(
        z.object({ bucket: patternSchema, prefixes: patternsSchema }).strict(),
      )
      .default([]),
    repositories: z
      .array(
        z.object({ repository: patternSchema, paths: patternsSchema }).strict(),
      )
      .default([]),
    pipelines: z
      .array(
        z
          .object({ source: patternSchema, environmentIds: patternsSchema })
          .strict(),
      )
      .default([]),
    metricLabels: z
      .array(
        z
          .object({
            label: patternSchema.refine(
              label => label !== 'namespace',
              'the label namespace follows the namespace itself; grant clusters and namespaces instead',
            ),
            values: patternsSchema,
          })
          .strict(),
      )
      .default([]),
  })
  .strict()
  .superRefine((grant, ctx) => {
    if ((grant.clusters.length === 0) !== (grant.namespaces.length === 0)) {
      const [field, other] =
        grant.clusters.length === 0
          ? ['clusters', 'namespaces']
          : ['namespaces', 'clusters'];
      ctx.addIssue({
        code: 'custom',
        path: [field],
        message: `${other} alone grant nothing; name ${field} as well, or '*'`,
      });
    }
  });

/** @public */
export type BindingGrant = z.infer<typeof bindingGrantSchema>;

/** Whether the text is what the pattern says, whole and case by case; takes time in proportion to both, whatever they hold. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern.split(/\*+/);
  const last = rest.pop();
  if (last === undefined) {
    return text === first;
  }
  if (
    !text.startsWith(first) ||
    !text.endsWith(last) ||
    text.length < first.length + last.length
  ) {
    return false;
  }
  const end = text.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) {
      return false;
    }
    at = found + part.length;
  }
  return true;
}

/**
 * Whether a location can be held against patterns at all. One with `..` in it, however it is encoded, begins like one place and
 * leads to another, so it matches nothing.
 */
export function isPlainLocation(location: string): boolean {
  let text = location;
  for (let round = 0; ; round += 1) {
    let decoded: string;
    try {
      decoded = decodeURIComponent(text);
    } catch {
      return false;
    }
    if (decoded === text) {
      break;
    }
    if (round === 3) {
      return false;
    }
    text = decoded;
  }
  const hasControls = [...text].some(
    c => c.charCodeAt(0) < 0x20 || c.charCodeAt(0) === 0x7f,
  );
  return (
    !hasControls && !text.split(/[/\\?#&=:]/).some(part => /^\.\.?$/.test(part))
  );
}
