import {
  compareVerdictStatus,
  type VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';

/** What an owner was last told, and how it stands beside that; epoch milliseconds. */
export interface NoticeState {
  toldStatus: VerdictStatus;
  /** Since when it is worse than what they were told. */
  worseSince?: number;
  /** Since when it is not worse any more, or better. */
  betterSince?: number;
}

/**
 * Whether an owner is to be told that a verdict worsened. A worse word is told once it has come back for the settling time; a better
 * one has to stay for as long before the next is news again. So a source that flaps is told of once, however often it does.
 */
export function nextNotice(
  before: NoticeState | undefined,
  status: VerdictStatus,
  now: number,
  settleMs: number,
): { state: NoticeState; tell: boolean } {
  if (!before) {
    // Nobody was told anything: what is found at first is where worsening begins
    return { state: { toldStatus: status }, tell: false };
  }
  const { toldStatus, worseSince, betterSince } = before;
  // Sorted worst first
  const direction = compareVerdictStatus(status, toldStatus);
  if (direction < 0) {
    const since = worseSince ?? now;
    return now - since >= settleMs
      ? { state: { toldStatus: status }, tell: true }
      : { state: { toldStatus, worseSince: since }, tell: false };
  }
  if (direction === 0 && worseSince === undefined) {
    return { state: { toldStatus }, tell: false };
  }
  const since = betterSince ?? now;
  if (now - since >= settleMs) {
    return { state: { toldStatus: status }, tell: false };
  }
  return {
    state: {
      toldStatus,
      ...(worseSince !== undefined && { worseSince }),
      betterSince: since,
    },
    tell: false,
  };
}
