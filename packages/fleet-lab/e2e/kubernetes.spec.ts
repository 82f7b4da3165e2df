import { expect, pictures, settled, test } from './portal';

/** Makes a cluster of the demonstration misbehave, or behave again. */
async function setFault(cluster: string, fault: object | null): Promise<void> {
  const port = process.env.ODOO_FLEET_DEMO_FAULTS_PORT;
  const response = await fetch(`http://127.0.0.1:${port}/faults/${cluster}`, {
    method: 'PUT',
    body: JSON.stringify(fault),
  });
  expect(response.status).toBe(204);
}

test('the Kubernetes tab finds the workload of a service with no further typing', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  await page.goto('/catalog/default/component/bora-production-web/kubernetes');
  await expect(page.getByText('3 pods').first()).toBeVisible();
  await expect(page.getByText('No pods with errors').first()).toBeVisible();
  await page.getByText('shared-eu').first().click();
  await expect(page.getByText('bora-production-web').first()).toBeVisible();
  await settled(page);
  await page.screenshot({ path: `${pictures}/kubernetes.png`, fullPage: true });
});

test('the Kubernetes tab of an environment shows the pods of all its services, hand-written ones too', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  await page.goto(
    '/catalog/default/odooenvironment/bora-production/kubernetes',
  );
  await page.getByText('shared-eu').first().click();
  for (const name of ['bora-production-cron', 'bora-loyalty-connector']) {
    await expect(page.getByText(name).first()).toBeVisible();
  }
});

test('a crashing pod is an error on the tab', async ({ page, signInAs }) => {
  await signInAs('platformEngineer');
  await page.goto(
    '/catalog/default/component/hallmoor-staging-queue/kubernetes',
  );
  await expect(page.getByText('1 pod with errors').first()).toBeVisible();
});

test('a cluster that refuses the portal is said to', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  await setFault('lumen-sg', { manner: 'unauthorized' });
  try {
    await page.goto(
      '/catalog/default/component/lumen-production-web/kubernetes',
    );
    await expect(
      page.getByText(/There was a problem retrieving/).first(),
    ).toBeVisible();
  } finally {
    await setFault('lumen-sg', null);
  }
});
