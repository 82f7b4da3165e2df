import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Reason } from '@odoo-fleet/backstage-plugin-odoo-common';
import { Panel } from '../layout';
import { odooTranslationRef } from '../translation';
import { ReasonList } from '../verdict';

/** The rules that decide whatever the points say; nothing when none does. */
export function HoldsPanel(props: { holds: readonly Reason[] }) {
  const { t } = useTranslationRef(odooTranslationRef);
  return props.holds.length === 0 ? null : (
    <Panel title={t('release.holds.title')}>
      <ReasonList reasons={props.holds} />
    </Panel>
  );
}
