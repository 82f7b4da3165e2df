import type { RiskFacts } from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  environmentRefsOf,
  type FactStores,
  type JudgedSubject,
} from './factSources';

/** What the staging environments of each release's tenant ran last before it. */
export async function stagingOf(
  stores: Pick<FactStores, 'places' | 'releases'>,
  subjects: readonly JudgedSubject[],
): Promise<(subject: JudgedSubject) => RiskFacts['staging']> {
  const staging = await stores.places.getStagingBeside(
    environmentRefsOf(subjects),
  );
  const stagingFor = ({ release }: JudgedSubject) =>
    staging.get(release.environmentRef) ?? [];
  const lastDeployed = await stores.releases.getLastDeployed(
    subjects.map(subject => ({
      environmentRefs: stagingFor(subject),
      before: subject.instant,
    })),
  );
  const deployedBefore = new Map(
    subjects.map((subject, index) => [subject, lastDeployed[index]]),
  );
  return subject => {
    const deployed = deployedBefore.get(subject);
    return deployed
      ? { status: 'known', ...deployed }
      : {
          status: 'unknown',
          reason:
            stagingFor(subject).length === 0
              ? 'the tenant has no staging environment'
              : 'no deployment to the staging environment was reported before this release',
        };
  };
}
