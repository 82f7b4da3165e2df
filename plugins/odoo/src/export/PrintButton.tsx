import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon } from '@backstage/ui';
import { RiPrinterLine } from '@remixicon/react';
import { odooTranslationRef } from '../translation';

/** Prints the page; what stands below `Printable` is all that appears on paper. */
export function PrintButton() {
  const { t } = useTranslationRef(odooTranslationRef);
  return (
    <span data-odoo-noprint="">
      <ButtonIcon
        variant="tertiary"
        size="small"
        icon={<RiPrinterLine />}
        aria-label={t('takeAlong.print')}
        onPress={() => window.print()}
      />
    </span>
  );
}
