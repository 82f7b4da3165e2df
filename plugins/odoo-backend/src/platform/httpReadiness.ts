import express from 'express';
import type { Readiness } from './readiness';

/** Path of the probe below the plugin's base path. Anybody may ask: an orchestrator has no token. */
export const READINESS_PATH = '/health/readiness';

/** Answers 200 when the plugin can serve, else 503 with the reasons. */
export function createReadinessRouter(readiness: Readiness): express.Router {
  const router = express.Router();
  router.get(READINESS_PATH, (_req, res, next) => {
    readiness
      .reasons()
      .then(reasons =>
        reasons.length === 0
          ? res.json({ status: 'ok' })
          : res.status(503).json({ status: 'error', reasons }),
      )
      .catch(next);
  });
  return router;
}
