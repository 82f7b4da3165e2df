import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Header } from '@backstage/ui';
import { eventsRouteRef, findingsRouteRef } from '../routes';
import { odooTranslationRef } from '../translation';

/** Head of the pages that belong to no entity, with the way to the others. */
export function FleetHeader(props: { active: 'findings' | 'events' }) {
  const { active } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const toFindings = useRouteRef(findingsRouteRef);
  const toEvents = useRouteRef(eventsRouteRef);
  return (
    <Header
      title={t('page.title')}
      tabs={[
        {
          id: 'findings',
          label: t('catalog.findings.title'),
          href: toFindings(),
        },
        { id: 'events', label: t('page.events.title'), href: toEvents() },
      ]}
      activeTabId={active}
    />
  );
}
