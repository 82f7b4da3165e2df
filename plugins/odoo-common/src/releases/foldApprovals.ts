import { rewriteInstant } from '../instant';
import { factOf } from './factOf';
import type { Approval, ReleaseEvent, ReleaseFacts } from './model';

/** Names are compared as the mapping to Users compares them. */
const keyOf = (person: string) => person.toLowerCase();

function decisionOf(event: ReleaseEvent): Approval | undefined {
  const { responder, decision } = event.approval ?? {};
  if (
    event.kind !== 'approval-decided' ||
    responder === undefined ||
    decision === undefined
  ) {
    return undefined;
  }
  return {
    responder,
    decision,
    at: rewriteInstant(event.occurredAt),
    ...(event.url !== undefined && { url: event.url }),
  };
}

/**
 * Who was asked, who decided what, and who therefore approved, from events in their order. A person's own decision outweighs a
 * list that somebody else sent, whenever that came: a pipeline that lists its approvers must not undo a rejection.
 */
export function foldApprovals(
  events: readonly ReleaseEvent[],
): Pick<ReleaseFacts, 'approvals' | 'approvers' | 'requestedBy'> {
  const decisions = new Map<string, Approval>();
  let listed: readonly string[] | undefined;
  let lastDecision: ReleaseEvent | undefined;
  let last: ReleaseEvent | undefined;
  let request: ReleaseFacts['requestedBy'];
  for (const event of events) {
    const decision = decisionOf(event);
    if (decision) {
      decisions.set(keyOf(decision.responder), decision);
      lastDecision = event;
      last = event;
    }
    if (event.facts.approvers) {
      listed = event.facts.approvers;
      last = event;
    }
    if (
      event.kind === 'approval-requested' &&
      event.approval?.requestor !== undefined
    ) {
      request = factOf(event, event.approval.requestor);
    }
  }
  const approvals = [...decisions.values()].sort((a, b) =>
    keyOf(a.responder) < keyOf(b.responder) ? -1 : 1,
  );
  const approvers = [
    ...(listed ?? []).filter(
      person => decisions.get(keyOf(person))?.decision !== 'rejected',
    ),
    ...approvals
      .filter(({ decision }) => decision === 'approved')
      .map(({ responder }) => responder)
      .filter(person => !listed?.some(name => keyOf(name) === keyOf(person))),
  ];
  return {
    ...(last && { approvers: factOf(last, approvers) }),
    ...(lastDecision && { approvals: factOf(lastDecision, approvals) }),
    ...(request && { requestedBy: request }),
  };
}
