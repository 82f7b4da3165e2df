import type { LiveData } from '../live';
import { FailureState, StaleNotice } from './FailureState';

interface LiveNoticeProps {
  /** What the page shows together. */
  live: readonly LiveData<unknown>[];
  /** Who can grant the permission. */
  ownerRef?: string;
}

/**
 * Says once, for several answers that a card shows together, that one of them could not be had, or is old because the last
 * attempt failed. Nothing when all are fresh or still under way.
 */
export function LiveNotice(props: LiveNoticeProps) {
  const { live, ownerRef } = props;
  const failed = live.filter(({ failure }) => failure !== undefined);
  const retry = () => failed.forEach(one => one.retry());
  const missing = failed.find(({ data }) => data === undefined);
  if (missing?.failure !== undefined) {
    return (
      <FailureState
        failure={missing.failure}
        onRetry={retry}
        ownerRef={ownerRef}
      />
    );
  }
  const [stale] = failed;
  return stale?.failure !== undefined && stale.fetchedAt !== undefined ? (
    <StaleNotice
      failure={stale.failure}
      fetchedAt={stale.fetchedAt}
      onRetry={retry}
    />
  ) : null;
}
