import type { RiskFacts } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { FactStores, JudgedSubject } from './factSources';

/** Staging environments of each tenant. */
async function stagingEnvironments(
  { environments }: Pick<FactStores, 'environments'>,
  tenantRefs: readonly string[],
): Promise<Map<string, string[]>> {
  const result = new Map<string, string[]>();
  // One tenant on a page, the whole fleet in the task: ask for the one, or read all staging environments in pages
  const [only] = tenantRefs;
  const tenantRef = tenantRefs.length === 1 ? only : undefined;
  const wanted = new Set(tenantRefs);
  let after: string | undefined;
  for (;;) {
    const page = await environments.listEnvironments({
      stage: 'staging',
      limit: 500,
      ...(tenantRef !== undefined && { tenantRef }),
      ...(after !== undefined && { after }),
    });
    for (const environment of page) {
      if (wanted.has(environment.tenantRef)) {
        result.set(environment.tenantRef, [
          ...(result.get(environment.tenantRef) ?? []),
          environment.environmentRef,
        ]);
      }
    }
    after = page.at(-1)?.environmentRef;
    if (page.length < 500) {
      return result;
    }
  }
}

/** What the staging environments of each release's tenant ran last before it. */
export async function stagingOf(
  stores: Pick<FactStores, 'environments' | 'releases'>,
  subjects: readonly JudgedSubject[],
): Promise<(subject: JudgedSubject) => RiskFacts['staging']> {
  const staging = await stagingEnvironments(stores, [
    ...new Set(subjects.map(({ environment }) => environment.tenantRef)),
  ]);
  const stagingFor = ({ environment }: JudgedSubject) =>
    staging.get(environment.tenantRef) ?? [];
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
