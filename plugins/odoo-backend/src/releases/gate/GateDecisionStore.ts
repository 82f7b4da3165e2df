import type {
  DecisionOfRecord,
  GateLogEntry,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** An answer of the gate as it is kept. */
export interface GateDecisionRecord {
  decision: DecisionOfRecord;
  releaseId: string;
  environmentRef: string;
  artifact: string;
  /** Whether the pipeline was let through. */
  passed: boolean;
  /** Hash of everything that was judged. */
  factsHash: string;
}

/** Where a page of the gate log ends. */
export interface GateLogPosition {
  askedAt: number;
  id: string;
}

/** What the gate answered; written once, never changed. */
export interface GateDecisionStore {
  add(record: GateDecisionRecord): Promise<void>;

  /**
   * The decision of record of each release: the last answer at or before its rollout, else the last of all.
   *
   * @param releases - id, and the instant of the rollout if there was one
   */
  getDecisionsOfRecord(
    releases: readonly { id: string; rolledOutAt?: number }[],
  ): Promise<Map<string, DecisionOfRecord>>;

  /** What was answered about these environments, or of that about one release, newest first. */
  list(
    which: { environmentRefs: readonly string[]; releaseId?: string },
    after: GateLogPosition | undefined,
    limit: number,
  ): Promise<GateLogEntry[]>;

  prune(askedBefore: number, limit: number): Promise<number>;
}
