import { Alert } from '@backstage/ui';

/** The tab came without the secret of this start: says where to find the address that has it. */
export function SecretMissing() {
  return (
    <Alert
      status="info"
      icon
      title="Open the address that ./portal start printed"
      description="It ends with a secret that is made anew at each start, so that nobody but you can choose a person here. Every new browser tab needs that address once. If the portal runs already, ./portal start prints it again."
    />
  );
}
