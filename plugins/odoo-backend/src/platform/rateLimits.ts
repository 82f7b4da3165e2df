import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { TooManyRequestsError } from './bodyErrors';

/** The limits that the config names. */
export type RateLimitName = 'ingest' | 'gate' | 'reports';

/** Requests that one caller may make in a minute, counted by each replica for itself. */
export type RateLimitSettings = Record<RateLimitName, { perMinute: number }>;

export type RateLimits = Record<RateLimitName, RequestHandler>;

/**
 * Counts per caller, in memory: the limits protect one process from one caller that runs wild, they are no quota, so N replicas
 * may together let through N times as much.
 */
export function createRateLimits(settings: RateLimitSettings): RateLimits {
  return {
    ingest: perCaller(settings.ingest.perMinute, 'events'),
    gate: perCaller(settings.gate.perMinute, 'questions to the gate'),
    reports: perCaller(settings.reports.perMinute, 'reports of backups'),
  };
}

function perCaller(perMinute: number, what: string): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: (_req, res) => res.locals.principal,
    handler: (_req, _res, next) =>
      next(
        new TooManyRequestsError(
          `more than ${perMinute} requests with ${what} in a minute; wait as long as the header retry-after says, and send events in batches`,
        ),
      ),
  });
}
