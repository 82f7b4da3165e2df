import type { JsonValue } from '@backstage/types';
import {
  answerExecutiveQuestions,
  evaluateRisk,
  policyFor,
  releaseStateAt,
  summariseRelease,
  type JudgedRelease,
  type Release,
  type ReleaseSummary,
  type RiskFacts,
  type RiskVerdict,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { assembleFacts } from './assembleFacts';
import type { FactSources, FactStores } from './factSources';
import { inputsHash } from '../ingest/eventIdentity';
import type { GateDecisionStore } from '../gate/GateDecisionStore';

/** A release with what it was judged by. */
export interface Judgement {
  facts: RiskFacts;
  verdict: RiskVerdict;
  /** Hash of the facts and of the rules: another hash, another verdict. */
  inputsHash: string;
}

/** What a judgement is read from. */
export interface JudgeStores extends FactStores {
  decisions: Pick<GateDecisionStore, 'getDecisionsOfRecord'>;
}

export interface ReleaseJudgeOptions
  extends Omit<FactSources, keyof FactStores> {
  /** Stores for one piece of work. */
  open(): JudgeStores;
}

/** Judges releases from what is stored; writes nothing. */
export class ReleaseJudge {
  readonly #options: ReleaseJudgeOptions;

  constructor(options: ReleaseJudgeOptions) {
    this.#options = options;
  }

  /** The same judge, reading through other stores. */
  within(stores: JudgeStores): ReleaseJudge {
    return new ReleaseJudge({ ...this.#options, open: () => stores });
  }

  /** Judgements of these releases; those of environments that are gone are left out. */
  judge(
    releases: readonly Release[],
    now: number,
  ): Promise<Map<Release, Judgement>> {
    return this.#judge(this.#options.open(), releases, now);
  }

  async #judge(
    stores: JudgeStores,
    releases: readonly Release[],
    now: number,
  ): Promise<Map<Release, Judgement>> {
    const facts = await assembleFacts(
      { ...this.#options, ...stores },
      releases,
      now,
    );
    return new Map(
      [...facts].map(([release, releaseFacts]) => [
        release,
        this.judgeFacts(releaseFacts, now),
      ]),
    );
  }

  judgeFacts(facts: RiskFacts, now: number): Judgement {
    const { policy } = this.#options;
    const verdict = evaluateRisk(facts, policy, now);
    return {
      facts,
      verdict,
      // Only the cache and the gate ask for it, and a year of a calendar takes longer to hash than to judge
      get inputsHash() {
        return inputsHash([
          verdict.ruleSetVersion,
          facts as unknown as JsonValue,
        ]);
      },
    };
  }

  /** As pages and pipelines see them: with state and decision of record, in the order given. */
  async present(
    releases: readonly Release[],
    now: number,
  ): Promise<JudgedRelease[]> {
    const presented = await this.presentWithFacts(releases, now);
    return presented.map(({ judged }) => judged);
  }

  /** The same, each beside the facts that it was judged by. */
  async presentWithFacts(
    releases: readonly Release[],
    now: number,
  ): Promise<{ judged: JudgedRelease; facts: RiskFacts }[]> {
    const { policy } = this.#options;
    const answers = await this.#answer(releases, now);
    return answers.map(({ facts, ...answer }) => ({
      facts,
      judged: {
        ...answer,
        questions: answerExecutiveQuestions(facts, policy, now),
      },
    }));
  }

  /** As lists show them, in the order given. */
  async summarise(
    releases: readonly Release[],
    now: number,
  ): Promise<ReleaseSummary[]> {
    return (await this.#answer(releases, now)).map(summariseRelease);
  }

  async #answer(releases: readonly Release[], now: number) {
    const stores = this.#options.open();
    const [judgements, decisions] = await Promise.all([
      this.#judge(stores, releases, now),
      stores.decisions.getDecisionsOfRecord(
        releases.map(({ id, lifecycle }) => {
          const rolledOutAt = lifecycle.rollingOutAt ?? lifecycle.deployedAt;
          return {
            id,
            ...(rolledOutAt && { rolledOutAt: Date.parse(rolledOutAt) }),
          };
        }),
      ),
    ]);
    return releases.flatMap(release => {
      const judgement = judgements.get(release);
      if (!judgement) {
        return [];
      }
      const { facts, verdict } = judgement;
      const policy = policyFor(this.#options.policy, facts);
      const decisionOfRecord = decisions.get(release.id);
      return [
        {
          facts,
          release: facts.release,
          state: releaseStateAt(release, now, policy).state,
          verdict,
          ...(decisionOfRecord && { decisionOfRecord }),
        },
      ];
    });
  }
}
