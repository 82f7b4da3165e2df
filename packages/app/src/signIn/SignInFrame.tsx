import { Container, Flex, Text } from '@backstage/ui';
import { ReactNode } from 'react';
import styles from './SignInFrame.module.css';

/** What every state of the sign-in page has around it. */
export function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <Container>
        <Flex direction="column" gap="6">
          <Flex direction="column" gap="1">
            <Text as="h1" variant="title-large" weight="bold">
              Odoo Fleet
            </Text>
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
