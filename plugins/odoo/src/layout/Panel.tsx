import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { type ReactNode, useId } from 'react';
import styles from './Panel.module.css';

interface PanelProps {
  /** Anchor, where another part of the page leads here. */
  id?: string;
  title: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled card that is a region of the page, so that a screen reader can jump from one to the next. */
export function Panel(props: PanelProps) {
  const titleId = useId();
  return (
    <Card
      id={props.id}
      role="region"
      aria-labelledby={titleId}
      className={styles.panel}
    >
      <CardHeader>
        <div className={styles.header}>
          <Text as="h2" id={titleId} variant="title-x-small" weight="bold">
            {props.title}
          </Text>
          {props.actions !== undefined && (
            <div className={styles.actions}>{props.actions}</div>
          )}
        </div>
      </CardHeader>
      <CardBody className={styles.body}>{props.children}</CardBody>
    </Card>
  );
}
