import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { OdooTenantEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import { DataTable, Muted } from '../layout';
import { odooTranslationRef } from '../translation';
import { CardSection } from './CardSection';
import { formatDuration } from './formatDuration';

type Contact = NonNullable<OdooTenantEntity['spec']['contacts']>[number];

/** Whom to write to and whom to call, in which order. */
export function TenantContacts(props: { tenant: OdooTenantEntity }) {
  const { contacts = [], escalation = [] } = props.tenant.spec;
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <>
      <CardSection title={t('catalog.tenant.contacts')}>
        {contacts.length === 0 ? (
          <Muted as="p">{t('catalog.tenant.noContacts')}</Muted>
        ) : (
          <DataTable
            label={t('catalog.tenant.contacts')}
            columns={[
              {
                id: 'name',
                label: t('catalog.tenant.name'),
                cell: row => row.name,
              },
              {
                id: 'role',
                label: t('catalog.tenant.role'),
                cell: row => row.role,
              },
              {
                id: 'reach',
                label: t('catalog.tenant.reach'),
                cell: row => <Reach contact={row} />,
              },
            ]}
            rows={contacts}
            rowId={row => `${row.role} ${row.name}`}
          />
        )}
      </CardSection>
      <CardSection title={t('catalog.tenant.escalation')}>
        {escalation.length === 0 ? (
          <Muted as="p">{t('catalog.tenant.noEscalation')}</Muted>
        ) : (
          <ol>
            {escalation.map((step, index) => (
              <li key={index}>
                {t('catalog.tenant.escalationStep', {
                  contact: step.contact,
                  after: formatDuration(step.after),
                })}
              </li>
            ))}
          </ol>
        )}
      </CardSection>
    </>
  );
}

/** A number as people write it, without what no dialler takes. */
const dialled = (phone: string) => phone.replace(/[^\d+]/g, '');

function Reach(props: { contact: Contact }) {
  const { email, phone } = props.contact;
  const { t } = useTranslationRef(odooTranslationRef);
  if (email === undefined && phone === undefined) {
    return <Muted>{t('catalog.tenant.noReach')}</Muted>;
  }
  return (
    <>
      {email !== undefined && (
        <div>
          <Link
            href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}
            variant="body-medium"
          >
            {email}
          </Link>
        </div>
      )}
      {phone !== undefined && (
        <div>
          {dialled(phone) === '' ? (
            phone
          ) : (
            <Link href={`tel:${dialled(phone)}`} variant="body-medium">
              {phone}
            </Link>
          )}
        </div>
      )}
    </>
  );
}
