import { z } from 'zod';
import { HOUR, parseInstant } from '../instant';
import { sayCount } from '../plainText';
import type { Release } from './model';
import type { RiskPolicy } from './policy';
import { riskTierNameSchema, type RiskTierName } from './tiers';

/**
 * How a release went: well; not yet told (still inside the attribution window); or in which way it failed.
 *
 * @public
 */
export const releaseOutcomeSchema = z.enum([
  'well',
  'pending',
  'failed',
  'rolled-back',
  'hotfix',
  'incident',
]);

/** @public */
export type ReleaseOutcome = z.infer<typeof releaseOutcomeSchema>;

/**
 * How the last releases to production went, by tier. Counts with their n, never a rate of too few.
 *
 * @public
 */
export const releaseHistorySchema = z
  .object({
    entityRef: z.string(),
    /** Hours after deployment in which a hotfix or an incident is put down to the release. */
    attributionHours: z.number(),
    /** Fewest finished releases of a tier of which something can be said. */
    atLeast: z.number().int(),
    tiers: z.array(
      z
        .object({
          tier: riskTierNameSchema,
          /** Releases that went out and are past the attribution window, or failed. */
          n: z.number().int(),
          failed: z.number().int(),
          /** `n` is below `atLeast`. */
          tooFew: z.boolean(),
          /** One sentence: the counts in words. */
          message: z.string(),
        })
        .strict(),
    ),
    /** The releases counted, newest first. */
    strip: z.array(
      z
        .object({
          releaseId: z.string(),
          environmentRef: z.string(),
          artifact: z.string(),
          tier: riskTierNameSchema,
          outcome: releaseOutcomeSchema,
          /** When it went out, or failed to. */
          at: z.iso.datetime(),
        })
        .strict(),
    ),
  })
  .strict();

/** @public */
export type ReleaseHistory = z.infer<typeof releaseHistorySchema>;

/**
 * What the history looks at in one release.
 *
 * @public
 */
export interface PastRelease {
  release: Release;
  tier: RiskTierName;
}

/**
 * When a release went out, or failed to; absent while it is on its way.
 */
function endedAt({ lifecycle }: Release): string | undefined {
  return lifecycle.deployedAt ?? lifecycle.failedAt;
}

const isHotfix = ({ facts }: Release) => facts.hotfix?.value === true;

/** The instant from `from` until `from + hours`, both included in what is put down to a release. */
const isWithin = (at: number, from: number, hours: number) =>
  at > from && at <= from + hours * HOUR;

/**
 * How one release went, at `now` (epoch milliseconds): it failed, it was rolled back, or inside the attribution window a hotfix
 * went out after it or an incident was opened. An incident or hotfix is put down to the last release before it alone, however
 * many lie inside the window.
 */
function outcomeOf(
  release: Release,
  { next, incidents, attributionHours, now }: OutcomeContext,
): ReleaseOutcome {
  const { lifecycle } = release;
  if (lifecycle.rolledBackAt) {
    return 'rolled-back';
  }
  if (!lifecycle.deployedAt) {
    return 'failed';
  }
  const deployedAt = parseInstant(lifecycle.deployedAt);
  const nextAt = next && endedAt(next);
  const until = nextAt === undefined ? Infinity : parseInstant(nextAt);
  if (next && isHotfix(next) && isWithin(until, deployedAt, attributionHours)) {
    return 'hotfix';
  }
  if (
    incidents.some(
      at => at <= until && isWithin(at, deployedAt, attributionHours),
    )
  ) {
    return 'incident';
  }
  return now > deployedAt + attributionHours * HOUR || next
    ? 'well'
    : 'pending';
}

interface OutcomeContext {
  /** The release that went out after it in the same environment. */
  next: Release | undefined;
  /** When incidents on the environment were opened, epoch milliseconds. */
  incidents: readonly number[];
  attributionHours: number;
  now: number;
}

function sayTier(
  tier: RiskTierName,
  n: number,
  failed: number,
  atLeast: number,
): string {
  if (n < atLeast) {
    return `${sayCount(
      n,
      'release',
    )} of tier ${tier}: too few to say something; ${atLeast} are needed.`;
  }
  return `${failed} of ${sayCount(n, 'release')} of tier ${tier} failed.`;
}

/**
 * How the last releases went, by tier: pure counts, in no order of the input.
 *
 * @param past - releases with the tier that they had when they went out; those still on their way are left out
 * @param incidents - for each environment, when incidents on it were opened, epoch milliseconds
 * @param now - epoch milliseconds
 * @public
 */
export function countReleaseHistory(options: {
  entityRef: string;
  past: readonly PastRelease[];
  incidents: ReadonlyMap<string, readonly number[]>;
  policy: Pick<RiskPolicy, 'attributionHours' | 'historyAtLeast'>;
  now: number;
}): ReleaseHistory {
  const { entityRef, incidents, policy, now } = options;
  const { attributionHours, historyAtLeast: atLeast } = policy;
  const went = options.past
    .flatMap(one => {
      const at = endedAt(one.release);
      return at === undefined ? [] : [{ ...one, at }];
    })
    .sort(
      (a, b) =>
        parseInstant(b.at) - parseInstant(a.at) ||
        (a.release.id < b.release.id ? -1 : 1),
    );
  const nextOf = new Map<string, Release>();
  const strip = went.map(({ release, tier, at }) => {
    const { id, environmentRef, artifact } = release;
    const outcome = outcomeOf(release, {
      next: nextOf.get(environmentRef),
      incidents: incidents.get(environmentRef) ?? [],
      attributionHours,
      now,
    });
    nextOf.set(environmentRef, release);
    return { releaseId: id, environmentRef, artifact, tier, outcome, at };
  });
  return {
    entityRef,
    attributionHours,
    atLeast,
    tiers: riskTierNameSchema.options.map(tier => {
      const told = strip.filter(
        one => one.tier === tier && one.outcome !== 'pending',
      );
      const failed = told.filter(({ outcome }) => outcome !== 'well').length;
      const n = told.length;
      return {
        tier,
        n,
        failed,
        tooFew: n < atLeast,
        message: sayTier(tier, n, failed, atLeast),
      };
    }),
    strip,
  };
}
