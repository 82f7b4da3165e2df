import {
  EntityOrphanWarning,
  EntityProcessingErrorsPanel,
  EntityRelationWarning,
  EntitySwitch,
  hasCatalogProcessingErrors,
  hasRelationWarnings,
  isOrphan,
} from '@backstage/plugin-catalog';
import type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
import { Fragment, type ReactNode } from 'react';
import styles from './OverviewLayout.module.css';

/**
 * Cards of type `content` in a wide column, those of type `info` beside it. Unlike the stock layout, the wide column
 * comes first where there is room for one only, and the column beside it is as long as its cards.
 */
export function OverviewLayout(props: EntityContentLayoutProps) {
  const { cards } = props;
  const info = cards.filter(card => card.type === 'info');
  const content = cards.filter(card => card.type !== 'info');
  return (
    <>
      <Warning if={isOrphan}>
        <EntityOrphanWarning />
      </Warning>
      <Warning if={hasRelationWarnings}>
        <EntityRelationWarning />
      </Warning>
      <Warning if={hasCatalogProcessingErrors}>
        <EntityProcessingErrorsPanel />
      </Warning>
      <div className={styles.layout}>
        <Column cards={content} />
        <Column cards={info} />
      </div>
    </>
  );
}

function Column(props: EntityContentLayoutProps) {
  return props.cards.length === 0 ? null : (
    <div className={styles.column}>
      {props.cards.map(({ element }, index) => (
        <Fragment key={element.key ?? index}>{element}</Fragment>
      ))}
    </div>
  );
}

function Warning(props: {
  if: Parameters<typeof EntitySwitch.Case>[0]['if'];
  children: ReactNode;
}) {
  return (
    <EntitySwitch>
      <EntitySwitch.Case if={props.if}>
        <div className={styles.warning}>{props.children}</div>
      </EntitySwitch.Case>
    </EntitySwitch>
  );
}
