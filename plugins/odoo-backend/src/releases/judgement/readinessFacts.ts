import {
  mergeReadiness,
  type Readiness,
  type ReadinessContribution,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { FactSources, JudgedSubject } from './factSources';
import type { ReadinessContributor } from './ReadinessContributor';

/** What a contributor that failed has to say: that it failed. */
function failed({ name, parts }: ReadinessContributor): ReadinessContribution {
  return Object.fromEntries(
    parts.map(part => [
      part,
      {
        status: 'unknown',
        reason: `${name} could not be asked`,
        remedy: `See in the portal's log why ${name} fails.`,
      },
    ]),
  );
}

/**
 * What other capabilities say of each release. One that fails is not silent: its parts are not known, and the reason says so. What
 * a posted restore drill proves is left to them: that takes the databases of a shared server, and the checks of the drill.
 */
export async function readReadiness(
  {
    on,
    contributors,
    onContributorFailed,
  }: Pick<FactSources, 'on' | 'contributors' | 'onContributorFailed'>,
  subjects: readonly JudgedSubject[],
): Promise<(subject: JudgedSubject) => Readiness> {
  const questions = subjects.map(({ release, instant }) => ({
    release,
    instant,
  }));
  const say = async (
    contributor: ReadinessContributor,
  ): Promise<(releaseId: string) => ReadinessContribution> => {
    try {
      const contributions = await contributor.contribute(questions, on);
      return releaseId => contributions.get(releaseId) ?? {};
    } catch (error) {
      onContributorFailed?.(contributor.name, error);
      return () => failed(contributor);
    }
  };
  const said = await Promise.all(contributors.map(say));
  return ({ release }) =>
    mergeReadiness(said.map(contribution => contribution(release.id)));
}
