import { z } from 'zod';

/** Most points of the inherent factors together, and of the readiness factors together: a score reads as a number out of 100. */
const MOST = { inherent: 60, readiness: 40 } as const;

const inherent = (points: number) =>
  z.number().int().min(0).max(MOST.inherent).default(points);
const readiness = (points: number) =>
  z.number().int().min(0).max(MOST.readiness).default(points);

const inherentWeights = {
  /** Where the retailer feels it: the business domains of the changed modules. */
  domains: inherent(8),
  /** How deep it reaches into the database. */
  migrationClass: inherent(12),
  /** Modules that depend on the changed ones. */
  moduleDependents: inherent(2),
  /** Tenants on the same image and platform components. */
  sharedPlatform: inherent(4),
  /** What moves below the modules: Odoo itself, Enterprise, dependencies, base image, series. */
  foundation: inherent(5),
  /** How much changes. */
  changeSize: inherent(12),
  /** When it goes out, against the tenant's calendars. */
  releaseTiming: inherent(8),
  /** How often this author, and this environment, released well before. */
  familiarity: inherent(4),
  /** What else is being rolled out at the same time. */
  concurrency: inherent(5),
};

const readinessWeights = {
  /** What a restore would lose, against the recovery objective. */
  recoveryPoint: readiness(2),
  /** How long ago a restore was tried. */
  restoreDrill: readiness(2),
  /** A recent checkpoint to return to. */
  checkpoint: readiness(5),
  /** Staging ran the same digest, long enough. */
  stagingSameDigest: readiness(6),
  /** The migration was rehearsed. */
  rehearsal: readiness(4),
  /** Tests ran and passed. */
  tests: readiness(4),
  /** The image's signature was verified. */
  signature: readiness(2),
  /** Where the image was built was verified. */
  provenance: readiness(1),
  /** Known vulnerabilities of the image. */
  vulnerabilities: readiness(2),
  /** Approved by somebody else than the author. */
  approvals: readiness(5),
  /** A change record says what is meant. */
  changeRecord: readiness(1),
  /** Indicators with thresholds were defined before the release. */
  guardrails: readiness(2),
  /** A rollback was tried, of the application and of the database. */
  rollbackRehearsal: readiness(2),
  /** What a rollback takes, and what it would lose. */
  rollbackClass: readiness(1),
  /** Headroom, and what was prepared for the hours after. */
  preparation: readiness(1),
};

const sumOf = (
  weights: Record<string, number>,
  keys: Record<string, unknown>,
): number => Object.keys(keys).reduce((sum, key) => sum + weights[key], 0);

/**
 * Most points that each factor gives. The inherent ones add up to at most 60, the readiness ones to at most 40.
 *
 * @public
 */
export const riskWeightsSchema = z
  .object({ ...inherentWeights, ...readinessWeights })
  .strict()
  .refine(weights => sumOf(weights, inherentWeights) <= MOST.inherent, {
    error: 'the weights of the inherent factors add up to more than 60',
  })
  .refine(weights => sumOf(weights, readinessWeights) <= MOST.readiness, {
    error: 'the weights of the readiness factors add up to more than 40',
  });
