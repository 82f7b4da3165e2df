import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import {
  isOdooTenantEntity,
  type OdooTenantEntity,
  type TenantCalendar,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { DataTable, FactList, Muted } from '../layout';
import { BusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import { CardSection } from './CardSection';
import { formatDuration } from './formatDuration';
import { TenantContacts } from './TenantContacts';
import { TenantSeries } from './TenantSeries';

/** What a tenant's descriptor says beyond the portal's own cards (owner, description, links); nothing on other kinds. */
export function TenantAboutCard() {
  const { entity } = useEntity();
  return isOdooTenantEntity(entity) ? (
    <BusinessTimeZone value={entity.spec.timeZone}>
      <TenantAbout tenant={entity} />
    </BusinessTimeZone>
  ) : null;
}

function TenantAbout(props: { tenant: OdooTenantEntity }) {
  const { spec } = props.tenant;
  const { t } = useTranslationRef(odooTranslationRef);
  const calendarText = (calendar: TenantCalendar): string => {
    if ('windows' in calendar) {
      return t('catalog.tenant.windows', {
        name: calendar.name,
        count: calendar.windows.length,
      });
    }
    const [from] = Object.entries(calendar)
      .filter(([field]) => field !== 'name')
      .map(([, value]) => value);
    return t('catalog.tenant.elsewhere', { name: calendar.name, from });
  };
  return (
    <EntityInfoCard title={t('catalog.tenant.title')}>
      <FactList
        items={[
          [
            t('catalog.tenant.criticality'),
            t(`catalog.criticality.${spec.criticality}`),
          ],
          [t('catalog.tenant.timeZone'), spec.timeZone],
          spec.regions && [
            t('catalog.tenant.regions'),
            spec.regions.join(', '),
          ],
          spec.compliance && [
            t('catalog.tenant.compliance'),
            spec.compliance.join(', '),
          ],
          [
            t('catalog.tenant.calendars'),
            spec.calendars === undefined ? (
              <Muted>{t('catalog.tenant.noCalendars')}</Muted>
            ) : (
              spec.calendars.map(calendarText).join(', ')
            ),
          ],
        ]}
      />
      <CardSection title={t('catalog.tenant.objectives')}>
        {spec.recoveryObjectives?.length ? (
          <DataTable
            label={t('catalog.tenant.objectives')}
            columns={[
              {
                id: 'process',
                label: t('catalog.tenant.process'),
                cell: row => row.process,
              },
              {
                id: 'rpo',
                label: t('catalog.tenant.rpo'),
                cell: row => formatDuration(row.rpo),
              },
              {
                id: 'rto',
                label: t('catalog.tenant.rto'),
                cell: row => formatDuration(row.rto),
              },
            ]}
            rows={spec.recoveryObjectives}
            rowId={row => row.process}
          />
        ) : (
          <Muted as="p">{t('catalog.tenant.noObjectives')}</Muted>
        )}
      </CardSection>
      <TenantSeries tenant={props.tenant} />
      <TenantContacts tenant={props.tenant} />
    </EntityInfoCard>
  );
}
