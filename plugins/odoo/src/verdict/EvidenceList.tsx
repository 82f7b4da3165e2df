import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link, VisuallyHidden } from '@backstage/ui';
import type { Evidence } from '@odoo-fleet/backstage-plugin-odoo-common';
import { RiExternalLinkLine } from '@remixicon/react';
import { safeHref } from '../links';
import { Age, instantsInZone, useBusinessTimeZone } from '../time';
import { odooTranslationRef } from '../translation';
import styles from './ReasonList.module.css';

interface SourceLinkProps {
  url: string | undefined;
  text: string;
  size?: 'small';
}

/** A link to something outside the portal; plain text when the address is not http(s). */
export function SourceLink(props: SourceLinkProps) {
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
      variant={props.size === 'small' ? 'body-small' : 'body-medium'}
    >
      {props.text}
      <RiExternalLinkLine
        size="1em"
        aria-hidden
        className={styles.externalIcon}
      />
      <VisuallyHidden>{t('reason.opensElsewhere')}</VisuallyHidden>
    </Link>
  );
}

/** A source as it names itself, without the scheme that most share; the whole name on hover. */
export function sourceName(source: string): string {
  return source.replace(/^https?:\/\//, '');
}

function SourceName(props: { source: string }) {
  return (
    <span className={styles.source} title={props.source}>
      {sourceName(props.source)}
    </span>
  );
}

/** Where a statement comes from, and how old it is: «label · source · 4 min ago», each linked to its object. */
export function EvidenceList(props: { evidence: readonly Evidence[] }) {
  const zone = useBusinessTimeZone();
  if (props.evidence.length === 0) {
    return null;
  }
  return (
    <span className={styles.evidence}>
      {props.evidence.map((item, index) => (
        // The list is never reordered, and one event can carry two facts.
        <span key={index} className={styles.evidenceItem}>
          <SourceLink
            url={item.url}
            text={instantsInZone(item.label, zone)}
            size="small"
          />
          {' · '}
          <SourceName source={item.source} />
          {' · '}
          <Age at={item.observedAt} />
        </span>
      ))}
    </span>
  );
}
