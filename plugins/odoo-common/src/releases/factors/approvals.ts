import { plainText, sayCount } from '../../plainText';
import type { Evidence } from '../../verdict';
import {
  evidenceOf,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

const MAX_NAMES = 5;

function names(people: readonly string[]): string {
  const shown = people.slice(0, MAX_NAMES).map(person => plainText(person, 60));
  const more = people.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function evidenceFor({ facts }: RiskContext): Evidence[] {
  const { author, approvers } = facts.release.facts;
  return [
    ...(author
      ? [evidenceOf(author, `author ${plainText(author.value)}`)]
      : []),
    ...(approvers
      ? [
          evidenceOf(
            approvers,
            approvers.value.length > 0
              ? `approved by ${names(approvers.value)}`
              : 'approved by nobody',
          ),
        ]
      : []),
  ];
}

function knownApprovals(
  context: RiskContext,
  threshold: string,
): FactorFinding {
  const { people } = context.facts;
  const required = context.policy.approversRequired;
  const evidence = evidenceFor(context);
  const unknown = (message: string, remedy: string): FactorFinding => ({
    outcome: 'unknown',
    value: 'not known',
    threshold,
    message,
    remedy,
    evidence,
  });
  const mapping =
    'Give the catalog User the e-mail or login that the pipeline writes (spec.profile.email, github.com/user-login, odoofleet.io/logins).';
  if (people.author === undefined) {
    return unknown(
      people.unmapped.length > 0
        ? `The author is not known as one person of the catalog; not mapped: ${names(
            people.unmapped,
          )}.`
        : 'The author is not known, so nobody can be said to be somebody else.',
      people.unmapped.length > 0
        ? mapping
        : 'Post author in customData.odoo of any event of this release.',
    );
  }
  if (people.approvers === undefined) {
    return unknown(
      'Whether somebody approved is not known: no event named approvers.',
      'Post approvers in customData.odoo of any event of this release.',
    );
  }
  const author = people.author.toLowerCase();
  const others = [
    ...new Set(people.approvers.map(approver => approver.toLowerCase())),
  ].filter(approver => approver !== author);
  if (others.length >= required) {
    return {
      outcome: 'known',
      share: 0,
      value: sayCount(others.length, 'approver'),
      threshold,
      message: `Approved by ${names(others)}, other than the author.`,
      evidence,
    };
  }
  if (people.unmapped.length > 0) {
    return unknown(
      `Whether enough people approved is not known: not mapped to one person of the catalog: ${names(
        people.unmapped,
      )}.`,
      mapping,
    );
  }
  return {
    outcome: 'known',
    share: 1,
    value: sayCount(others.length, 'approver'),
    threshold,
    message:
      people.approvers.length > others.length && others.length === 0
        ? 'Approved by the author alone.'
        : `Approved by ${
            others.length === 0 ? 'nobody' : names(others)
          }, where ${sayCount(
            required,
            'approval',
          )} of others than the author ${
            required === 1 ? 'is' : 'are'
          } needed.`,
    remedy: `Have ${sayCount(required - others.length, 'more person').replace(
      'persons',
      'people',
    )} other than the author approve.`,
    evidence,
  };
}

/**
 * Whether the author approved, and nobody else: separation of duties is broken. Not when one of the approvers is not known as
 * one person of the catalog, who may be somebody else; and not when nobody approved at all.
 */
export function approvedByAuthorAlone({
  people,
}: RiskContext['facts']): boolean {
  const { author, approvers, unmapped } = people;
  return (
    author !== undefined &&
    approvers !== undefined &&
    approvers.length > 0 &&
    unmapped.length === 0 &&
    approvers.every(approver => approver.toLowerCase() === author.toLowerCase())
  );
}

/**
 * Whether enough people other than the author approved. People are compared as catalog Users; one who maps to none, or to
 * two, is not known and does not satisfy.
 *
 * @public
 */
export const approvalsFactor: RiskFactor = {
  id: 'approvals',
  title: 'Approvals',
  group: 'readiness',
  weight: policy => policy.weights.approvals,
  evaluate(context) {
    const threshold = `${sayCount(
      context.policy.approversRequired,
      'approver',
    )} other than the author`;
    return (
      onlyInProduction(context, threshold) ?? knownApprovals(context, threshold)
    );
  },
};
