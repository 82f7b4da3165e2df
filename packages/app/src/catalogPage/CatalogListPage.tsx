import {
  CatalogIndexPage,
  type CatalogIndexPageProps,
} from '@backstage/plugin-catalog/alpha';
import { useBreakpoint } from '@backstage/ui';
import styles from './CatalogListPage.module.css';
import { columnsByKind, narrowColumnsByKind } from './columnsByKind';

/** The catalog's list; in a window below 1024 px a row is one cell, so that nothing has to be scrolled aside. */
export function CatalogListPage(
  props: Pick<
    CatalogIndexPageProps,
    'filters' | 'pagination' | 'exportSettings'
  >,
) {
  const narrow = useBreakpoint().down('md');
  return (
    <div className={styles.page}>
      <CatalogIndexPage
        {...props}
        columns={narrow ? narrowColumnsByKind : columnsByKind}
        // What they do is on the page of the entity, too
        actions={narrow ? [] : undefined}
        // Dragging columns puts a button into a button, which screen readers cannot tell apart
        tableOptions={{ draggable: false }}
      />
    </div>
  );
}
