import { plainText } from '../plainText';
import type { PersonDecisionKind } from './personDecisions';
import { releaseEndedAt } from './releaseState';
import type { RiskFacts } from './riskFacts';
import type { RiskVerdict } from './verdict';

/**
 * Something that stands against a person's decision about a release.
 *
 * @public
 */
export interface PersonDecisionObstacle {
  id:
    | 'went-out'
    | 'ended'
    | 'digest-unknown'
    | 'author-unknown'
    | 'own-release'
    | 'never-lifted'
    | 'nothing-holds';
  /** What is the case, and what to do about it. */
  message: string;
}

/**
 * What stands against this person taking this decision now; nothing, when they may.
 *
 * A decision is about one release on its way and one digest, by another person than the author, who must be known as a catalog User
 * so that it can be told. It can't do anything about a hold that no decision lifts, so it is refused while there is one: else it would
 * read as if somebody had answered for that, too.
 *
 * @public
 */
export function personDecisionObstacles(options: {
  kind: PersonDecisionKind;
  /** Entity reference of the catalog User who would decide. */
  by: string;
  facts: Pick<RiskFacts, 'release' | 'people'>;
  verdict: Pick<RiskVerdict, 'decision' | 'holds'>;
}): PersonDecisionObstacle[] {
  const { kind, by, facts, verdict } = options;
  const { lifecycle, digest } = facts.release;
  const obstacles: PersonDecisionObstacle[] = [];
  if (releaseEndedAt(facts.release) !== undefined) {
    obstacles.push({
      id: 'ended',
      message:
        'The release has ended; decide about the attempt that comes after it.',
    });
  } else if (lifecycle.deployedAt !== undefined) {
    obstacles.push({
      id: 'went-out',
      message:
        'The release went out already; there is nothing left to let out.',
    });
  }
  if (digest === undefined) {
    obstacles.push({
      id: 'digest-unknown',
      message:
        'The digest is not known, so nobody can tell what would go out, and nobody can answer for it. Name the artifact by its image digest in the events.',
    });
  }
  const { author } = facts.people;
  if (author === undefined) {
    obstacles.push({ id: 'author-unknown', message: sayAuthor(facts) });
  } else if (author === by) {
    obstacles.push({
      id: 'own-release',
      message: `You (${by}) are the author of this release; somebody else has to decide.`,
    });
  }
  for (const hold of verdict.holds) {
    if (hold.effect === 'hold' && !hold.liftableBy?.length) {
      obstacles.push({
        id: 'never-lifted',
        message: `Nobody's decision lifts this: ${hold.message}${
          hold.remedy === undefined ? '' : ` ${hold.remedy}`
        }`,
      });
    }
  }
  if (kind === 'override' && verdict.decision === 'proceed') {
    obstacles.push({
      id: 'nothing-holds',
      message: 'The gate lets this release out; there is nothing to override.',
    });
  }
  return obstacles;
}

function sayAuthor({ release }: Pick<RiskFacts, 'release'>): string {
  const named = release.facts.author?.value;
  return named === undefined
    ? 'The author of the release is not known, so nobody can tell whether you are somebody else. Post it as customData.odoo.author.'
    : `The author «${plainText(
        named,
      )}» is no User of the catalog, or more than one, so nobody can tell whether you are somebody else. Give the User that login or e-mail address, or post another name.`;
}
