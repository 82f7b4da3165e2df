import type {
  Release,
  RiskFacts,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Everybody whom the facts of a release name, as the pipelines write them. */
export function peopleNamed({ facts }: Release): string[] {
  return [
    ...(facts.author ? [facts.author.value] : []),
    ...(facts.approvers?.value ?? []),
    ...(facts.approvals?.value ?? []).map(({ responder }) => responder),
  ];
}

/**
 * Users whose last own decision is a rejection. Names were told apart so far: whoever approves under an e-mail and then rejects
 * under a login has rejected.
 */
function rejectedBy(
  { facts }: Release,
  users: ReadonlyMap<string, string>,
): Set<string> {
  const last = new Map<string, { decision: string; at: number }>();
  for (const { responder, decision, at } of facts.approvals?.value ?? []) {
    const user = users.get(responder);
    const before = user === undefined ? undefined : last.get(user);
    const instant = Date.parse(at);
    if (
      user !== undefined &&
      (!before ||
        instant > before.at ||
        (instant === before.at && decision === 'rejected'))
    ) {
      last.set(user, { decision, at: instant });
    }
  }
  return new Set(
    [...last].flatMap(([user, { decision }]) =>
      decision === 'rejected' ? user : [],
    ),
  );
}

/** Author and approvers as catalog Users; who maps to none, or to two, is not known. */
export function peopleOf(
  release: Release,
  users: ReadonlyMap<string, string>,
): RiskFacts['people'] {
  const { facts } = release;
  const author = facts.author && users.get(facts.author.value);
  const approvers = facts.approvers?.value.flatMap(
    name => users.get(name) ?? [],
  );
  const rejected = rejectedBy(release, users);
  return {
    ...(author !== undefined && { author }),
    ...(approvers && {
      approvers: [...new Set(approvers)]
        .filter(user => !rejected.has(user))
        .sort(),
    }),
    unmapped: [
      ...new Set(peopleNamed(release).filter(name => !users.has(name))),
    ].sort(),
  };
}
