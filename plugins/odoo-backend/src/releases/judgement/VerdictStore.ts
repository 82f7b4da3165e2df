import type {
  RiskVerdict,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** A verdict of the cache, keyed by what it judges. */
export interface CachedVerdict {
  environmentRef: string;
  releaseId: string;
  inputsHash: string;
  status: VerdictStatus;
  verdict: RiskVerdict;
  /** Epoch milliseconds from which time alone may change it. */
  validUntil?: number;
}

/** The last verdict of each environment: a cache that may be emptied at any time. */
export interface VerdictStore {
  get(environmentRefs: readonly string[]): Promise<Map<string, CachedVerdict>>;
  put(verdicts: readonly CachedVerdict[]): Promise<void>;
  /** Environments with a verdict, by reference, after this one. */
  listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]>;
  remove(environmentRefs: readonly string[]): Promise<void>;
}
