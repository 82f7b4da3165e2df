import type {
  VerdictBase,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** A verdict of the cache. */
export interface CachedVerdict<V extends VerdictBase> {
  environmentRef: string;
  /** What of the environment it is about: a release; empty when it is about the environment itself. */
  subjectId: string;
  /** Of facts and rules: another hash, another verdict. */
  inputsHash: string;
  status: VerdictStatus;
  verdict: V;
  /** Epoch milliseconds from which time alone may change it. */
  validUntil?: number;
}

/** The last verdict of one capability on each environment: a cache that may be emptied at any time. */
export interface VerdictStore<V extends VerdictBase> {
  get(
    environmentRefs: readonly string[],
  ): Promise<Map<string, CachedVerdict<V>>>;

  /** Takes the place of what there was about the same environments. */
  put(verdicts: readonly CachedVerdict<V>[]): Promise<void>;

  /** Environments with a verdict, by reference, after this one. */
  listEnvironmentRefs(
    after: string | undefined,
    limit: number,
  ): Promise<string[]>;

  remove(environmentRefs: readonly string[]): Promise<void>;
}

/** A verdict as the cache keeps it. */
export function toCached<V extends VerdictBase>(
  of: Pick<CachedVerdict<V>, 'environmentRef' | 'subjectId' | 'inputsHash'>,
  verdict: V,
): CachedVerdict<V> {
  return {
    ...of,
    status: verdict.status,
    verdict,
    ...(verdict.validUntil !== undefined && {
      validUntil: Date.parse(verdict.validUntil),
    }),
  };
}

/** Whether what is cached still is the verdict on these inputs: same subject, same facts and rules, and its time has not come. */
export function isCurrent(
  cached: CachedVerdict<VerdictBase> | undefined,
  of: Pick<CachedVerdict<VerdictBase>, 'subjectId' | 'inputsHash'>,
  now: number,
): boolean {
  return (
    cached !== undefined &&
    cached.subjectId === of.subjectId &&
    cached.inputsHash === of.inputsHash &&
    (cached.validUntil === undefined || cached.validUntil > now)
  );
}
