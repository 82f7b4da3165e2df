import { z } from 'zod';

/**
 * What only the whole shows, so that no descriptor could be refused for it.
 *
 * `dangling-reference`: tenant, owner, component or platform component that the catalog does not have. `claimed-twice`: one
 * namespace (or stanza, bucket, pipeline, label) in two environments. `name-clash`: a derived entity's name that somebody else's
 * entity has. `unknown-cluster`: a cluster that the portal does not know. `unreadable-cluster`: one that it could not read.
 * `unconfirmed-binding`, `contested-binding`: see bindings. `not-in-git`: a namespace with the suite's labels that no environment
 * declares. `not-running`: an environment whose namespace, or whose workloads, the cluster does not have.
 * `unreadable-descriptor`: an entity that the catalog took and the projection can't read. `foreign-part`: an entity from elsewhere
 * that says that it is a part of the environment, which does not name it.
 *
 * @public
 */
export const findingKindSchema = z.enum([
  'dangling-reference',
  'claimed-twice',
  'name-clash',
  'unknown-cluster',
  'unreadable-cluster',
  'unconfirmed-binding',
  'contested-binding',
  'not-in-git',
  'not-running',
  'unreadable-descriptor',
  'foreign-part',
]);

/** @public */
export type FindingKind = z.infer<typeof findingKindSchema>;

/**
 * A finding: what is wrong, where, since when, and what to do.
 *
 * @public
 */
export const findingSchema = z
  .object({
    /** Stays the same for as long as the finding stands. */
    id: z.string(),
    kind: findingKindSchema,
    /** `unknown`: nobody could look, so it may be worse. */
    severity: z.enum(['critical', 'warning', 'unknown']),
    /** The entity that it stands on; absent when it concerns something that no entity declares. */
    entityRef: z.string().optional(),
    /** The environment that the entity is, when it is one. */
    environmentRef: z.string().optional(),
    /** What it is about, e.g. `shared-eu/bora-fashion-staging`. */
    subject: z.string(),
    message: z.string(),
    remedy: z.string(),
    firstSeenAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
  })
  .strict();

/** @public */
export type Finding = z.infer<typeof findingSchema>;
