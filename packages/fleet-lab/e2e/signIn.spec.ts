import {
  environmentPage,
  expect,
  expectAccessible,
  people,
  personaSecret,
  pictures,
  test,
} from './portal';

test('nobody can be chosen without the secret of this start', async ({
  page,
  request,
}) => {
  await page.goto('/');
  await expect(
    page.getByText('Open the address that ./portal start printed'),
  ).toBeVisible();
  const refused: Record<string, string>[] = [
    {},
    { 'x-odoo-fleet-person': people.auditor },
    {
      'x-odoo-fleet-person': people.auditor,
      'x-odoo-fleet-person-secret': 'wrong',
    },
  ];
  for (const headers of refused) {
    const response = await request.get('/api/auth/people/refresh', {
      headers: { 'x-requested-with': 'XMLHttpRequest', ...headers },
    });
    expect(response.status()).toBe(401);
  }
});

test('a person is chosen with the keyboard, and the secret leaves the address', async ({
  page,
}) => {
  await page.goto(`/?persona-secret=${personaSecret()}`);
  const cards = page.getByRole('button', { name: /^Sign in as/ });
  await expect(cards).toHaveCount(5);
  expect(page.url()).not.toContain('persona-secret');
  await expectAccessible(page);
  await page.screenshot({ path: `${pictures}/sign-in.png`, fullPage: true });
  const releaseManager = page.getByRole('button', {
    name: 'Sign in as Tomas Berg, Release manager',
  });
  await releaseManager.focus();
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('link', { name: 'Lumen Pharmacy' }),
  ).toBeVisible();
});

test.describe('what each of the five sees', () => {
  test('a developer sees the own tenant and not the neighbours', async ({
    page,
    signInAs,
  }) => {
    await signInAs('developer');
    await page.goto('/');
    await expect(
      page.getByRole('link', { name: 'Bora Fashion', exact: true }),
    ).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'Lumen Pharmacy' }),
    ).toHaveCount(0);
    await page.goto(environmentPage('lumen-production', 'release-risk'));
    await expect(
      page.getByText(/not found|no entity|does not exist/i).first(),
    ).toBeVisible();
    await expect(page.getByText(/PROCEED|HOLD|CAUTION/)).toHaveCount(0);
  });

  for (const role of [
    'releaseManager',
    'platformEngineer',
    'executive',
    'auditor',
  ] as const) {
    test(`${role} sees every tenant`, async ({ page, signInAs }) => {
      await signInAs(role);
      await page.goto('/');
      for (const name of [
        'Bellegarde Grocers',
        'Bora Fashion',
        'Castor DIY',
        'Lumen Pharmacy',
      ]) {
        await expect(
          page.getByRole('link', { name, exact: true }),
        ).toBeVisible();
      }
    });
  }
});
