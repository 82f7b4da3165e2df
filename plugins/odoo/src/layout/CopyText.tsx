import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { odooTranslationRef } from '../translation';

/** Button that copies a text, and says so. */
export function CopyText(props: { text: string; what: string }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span data-odoo-noprint="">
      <ButtonIcon
        variant="tertiary"
        size="small"
        icon={copied ? <RiCheckLine /> : <RiFileCopyLine />}
        aria-label={t('copy.do', { what: props.what })}
        onPress={() => {
          // Absent on plain http; the text itself stays selectable there.
          navigator.clipboard
            ?.writeText(props.text)
            .then(() => setCopied(true))
            .catch(() => setCopied(false));
        }}
      />
      <VisuallyHidden role="status">
        {copied ? t('copy.done') : ''}
      </VisuallyHidden>
    </span>
  );
}
