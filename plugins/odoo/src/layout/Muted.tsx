import type { ReactNode } from 'react';
import styles from './Muted.module.css';

interface MutedProps {
  as?: 'span' | 'p';
  children: ReactNode;
}

/** Text of second rank. The stock secondary colour has too little contrast on a card in the dark theme (4.0, wanted 4.5). */
export function Muted(props: MutedProps) {
  const Element = props.as ?? 'span';
  return <Element className={styles.muted}>{props.children}</Element>;
}
