import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link, VisuallyHidden } from '@backstage/ui';
import type { Evidence } from '@odoo-fleet/backstage-plugin-odoo-common';
import { RiExternalLinkLine } from '@remixicon/react';
import { Fragment } from 'react';
import { safeHref } from '../links';
import { Age } from '../time';
import { odooTranslationRef } from '../translation';
import styles from './ReasonList.module.css';

/** A link to something outside the portal; plain text when the address is not http(s). */
export function SourceLink(props: { url: string | undefined; text: string }) {
  const { t } = useTranslationRef(odooTranslationRef);
  const href = safeHref(props.url);
  if (href === undefined) {
    return <>{props.text}</>;
  }
  return (
    <Link
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className={styles.sourceLink}
    >
      {props.text}
      <RiExternalLinkLine size={14} aria-hidden />
      <VisuallyHidden>{t('reason.opensElsewhere')}</VisuallyHidden>
    </Link>
  );
}

/** Where a statement comes from, and how old it is: «label · source · 4 min ago», each linked to its object. */
export function EvidenceList(props: { evidence: readonly Evidence[] }) {
  if (props.evidence.length === 0) {
    return null;
  }
  return (
    <span className={styles.evidence}>
      {props.evidence.map((item, index) => (
        <Fragment key={`${item.source} ${item.eventId ?? index}`}>
          <span className={styles.evidenceItem}>
            <SourceLink url={item.url} text={item.label} />
            {' · '}
            <span className={styles.source}>{item.source}</span>
            {' · '}
            <Age at={item.observedAt} />
          </span>
        </Fragment>
      ))}
    </span>
  );
}
