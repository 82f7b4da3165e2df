import type { ReactNode } from 'react';
import styles from './FactList.module.css';

/** A name with what it is; undefined facts are left out. */
export type FactItem = [name: string, value: ReactNode] | undefined;

/** Names and values, as a description list in columns. */
export function FactList(props: { items: readonly FactItem[] }) {
  return (
    <dl className={styles.facts}>
      {props.items
        .filter(item => item !== undefined)
        .map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
