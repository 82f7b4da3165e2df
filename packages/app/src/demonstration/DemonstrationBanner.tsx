import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { RiFlaskLine } from '@remixicon/react';
import styles from './DemonstrationBanner.module.css';

/** Says on every page that nothing here is real; absent unless the config says `app.demonstration: true`. */
export function DemonstrationBanner() {
  const isDemonstration =
    useApi(configApiRef).getOptionalBoolean('app.demonstration') ?? false;
  return isDemonstration ? (
    <aside aria-label="Demonstration" className={styles.banner}>
      <RiFlaskLine aria-hidden size={16} className={styles.icon} />
      <span>
        <strong>Demonstration:</strong> these retailers do not exist, and what
        their pipelines report is played.
      </span>
    </aside>
  ) : null;
}
