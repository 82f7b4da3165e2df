import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import { Link } from '@backstage/ui';
import { KIND_ODOO_TENANT } from '@odoo-fleet/backstage-plugin-odoo-common';
import { RiServerLine, RiStore2Line } from '@remixicon/react';
import { Muted } from '../layout';
import { odooTranslationRef } from '../translation';
import styles from './OdooSearchResultListItem.module.css';
import { kindOfDocument } from './searchResult';

/** What the search page hands to an item. */
export interface OdooSearchResultListItemProps {
  result?: SearchDocument;
  highlight?: ResultHighlight;
}

/** A tenant or an environment among the results of the search: its kind in words, its stage and hosting, what was found. */
export function OdooSearchResultListItem(props: OdooSearchResultListItemProps) {
  const { result, highlight } = props;
  const { t } = useTranslationRef(odooTranslationRef);
  const kind = kindOfDocument(result);
  if (result === undefined || kind === undefined) {
    return null;
  }
  const isTenant = kind === KIND_ODOO_TENANT;
  const Icon = isTenant ? RiStore2Line : RiServerLine;
  const textOf = (field: 'title' | 'text') => {
    const text = highlight?.fields[field];
    return text === undefined ? (
      result[field]
    ) : (
      <HighlightedSearchResultText
        text={text}
        preTag={highlight?.preTag ?? ''}
        postTag={highlight?.postTag ?? ''}
      />
    );
  };
  const facts = [
    t(isTenant ? 'catalog.search.tenant' : 'catalog.search.environment'),
    ...(isTenant
      ? []
      : [fieldOf(result, 'lifecycle'), fieldOf(result, 'type')]),
  ].filter(fact => fact !== undefined && fact !== 'other');
  return (
    <div className={styles.item}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <Link href={result.location} variant="title-x-small" weight="bold">
          {textOf('title')}
        </Link>
        <div>
          <Muted>{facts.join(' · ')}</Muted>
        </div>
        <div>{textOf('text')}</div>
      </div>
    </div>
  );
}

function fieldOf(document: object, field: string): string | undefined {
  const value = Object.entries(document).find(([key]) => key === field)?.[1];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
