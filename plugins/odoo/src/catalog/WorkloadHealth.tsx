import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton } from '@backstage/ui';
import type { Workload } from '@odoo-fleet/backstage-plugin-odoo-common';
import { Muted } from '../layout';
import type { LiveData } from '../live';
import { odooTranslationRef } from '../translation';
import { VerdictWord } from '../verdict';

interface WorkloadHealthProps {
  /** The workload, when the answer has one. */
  workload: Workload | undefined;
  live: LiveData<Workload[]>;
}

/** Status word of a workload, and why unless all is well. */
export function WorkloadHealth(props: WorkloadHealthProps) {
  const { workload, live } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  if (live.data === undefined && live.failure === undefined) {
    return <Skeleton width="6rem" height="1rem" />;
  }
  const why = workload?.message ?? t(whyUnknown(live));
  return (
    <>
      <VerdictWord status={workload?.status ?? 'unknown'} size="small" />
      {workload?.status !== 'ok' && <Muted as="p">{why}</Muted>}
    </>
  );
}

function whyUnknown({ data, failure }: LiveData<Workload[]>) {
  if (data !== undefined) {
    return 'catalog.parts.unseen' as const;
  }
  return failure?.kind === 'denied'
    ? ('catalog.parts.denied' as const)
    : ('catalog.parts.unread' as const);
}
