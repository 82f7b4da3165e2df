import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './CardSection.module.css';

/** A titled part of a card. */
export function CardSection(props: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <Text as="h4" variant="body-medium" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </section>
  );
}
