import type {
  ReadinessContribution,
  ReadinessPart,
  Release,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Database } from '../../platform/database';
import type { Reads } from '../../platform/Reads';

/** What a judgement reads on: a transaction sees what it has written, and waits for no other connection. */
export interface JudgementReads {
  database: Database;
  /** What is asked through it goes together with what the judgement asks. */
  reads: Reads;
}

/** A release of which a contributor is asked what it knows. */
export interface ReadinessQuestion {
  release: Release;
  /** The instant that it is judged for, epoch milliseconds: when it went out, else now. */
  instant: number;
}

/**
 * What a capability knows that bears on whether a release is ready: backups, guardrails and controls implement it, and `plugin.ts`
 * registers them, so that releases need to know none of them.
 */
export interface ReadinessContributor {
  /** Name in sentences: `backup status`. */
  name: string;
  /** The parts that it speaks of. When it fails, these are not known, with that as the reason. */
  parts: readonly ReadinessPart[];
  /**
   * What it knows of each of these releases, by release id. In a number of queries that does not grow with the number of releases,
   * and from what is stored: it is asked while a pipeline waits for the gate, and on that transaction when `on` is given.
   */
  contribute(
    questions: readonly ReadinessQuestion[],
    on?: JudgementReads,
  ): Promise<ReadonlyMap<string, ReadinessContribution>>;
}
