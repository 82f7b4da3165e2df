import { Alert, Button, Flex } from '@backstage/ui';
import { Person } from './people';

/** Signing in did not work: says why in words, and what to do next. */
export function SignInFailed({
  person,
  error,
  onBack,
}: {
  person: Person;
  error?: Error;
  onBack: () => void;
}) {
  return (
    <Flex direction="column" gap="4" align="start">
      <Alert
        status="danger"
        icon
        title={`Could not sign in as ${person.name}`}
        description={explain(error)}
      />
      <Flex gap="2">
        <Button onPress={() => window.location.reload()}>Try again</Button>
        <Button variant="secondary" onPress={onBack}>
          Choose somebody else
        </Button>
      </Flex>
    </Flex>
  );
}

function explain(error: Error | undefined): string {
  switch (statusOf(error)) {
    case 401:
      return 'The portal was started again since this tab was opened, and made a new secret. Open the address that ./portal start printed last.';
    case 404:
      return 'The catalog has not read this person yet. Right after the start that takes a few seconds: try again.';
    default:
      return (
        messageOf(error?.cause) ??
        messageOf(error) ??
        'The portal did not say why. Look at its log.'
      );
  }
}

/** The cause is what the backend said; the error around it only names the status. */
function messageOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message : undefined;
}

function statusOf(error: Error | undefined): number | undefined {
  return error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}
