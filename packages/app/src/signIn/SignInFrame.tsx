import { Container, Flex, Text } from '@backstage/ui';
import { ReactNode } from 'react';
import { FleetMark } from '../navigation';
import styles from './SignInFrame.module.css';

/** What every state of the sign-in page has around it. */
export function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <Container>
        <Flex className={styles.content} direction="column" gap="6">
          <Flex direction="column" gap="2">
            <Flex align="center" gap="3">
              <FleetMark size={36} />
              <Text as="h1" variant="title-medium" weight="bold">
                Odoo Fleet
              </Text>
            </Flex>
            <Text as="p" variant="body-large" color="secondary">
              May this release go out, can we get back, did it hurt: for every
              tenant, with evidence.
            </Text>
          </Flex>
          {children}
        </Flex>
      </Container>
    </main>
  );
}
