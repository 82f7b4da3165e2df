import type { ReactNode } from 'react';
import styles from './Printable.module.css';

/** Marks what goes to paper: the portal around it and the buttons inside stay behind. */
export function Printable(props: { children: ReactNode }) {
  return (
    <div className={styles.printable} data-odoo-print="">
      {props.children}
    </div>
  );
}
