import type {
  Release,
  RiskFacts,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** Everybody whom the facts of a release name, as the pipelines write them. */
export function peopleNamed({ facts }: Release): string[] {
  return [
    ...(facts.author ? [facts.author.value] : []),
    ...(facts.approvers?.value ?? []),
  ];
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
  return {
    ...(author !== undefined && { author }),
    ...(approvers && { approvers: [...new Set(approvers)].sort() }),
    unmapped: [
      ...new Set(peopleNamed(release).filter(name => !users.has(name))),
    ].sort(),
  };
}
