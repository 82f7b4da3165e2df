import {
  environmentPage,
  expect,
  expectAccessible,
  pictures,
  settled,
  test,
} from './portal';

const undeclared = /The namespace vellmore-outlet-production in shared-eu/;

for (const width of [1400, 420]) {
  test(`what runs and is not in Git is listed for who runs the platform, ${width} wide`, async ({
    page,
    signInAs,
  }) => {
    await signInAs('platformEngineer');
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/odoo');
    await expect(page).toHaveURL(/\/odoo\/findings$/);
    await page.getByRole('button', { name: /Kind of finding/ }).click();
    await page.getByRole('option', { name: 'Running, but not in Git' }).click();
    await expect(page.getByText(undeclared)).toBeVisible();
    await page.getByRole('button', { name: /Kind of finding/ }).click();
    await page
      .getByRole('option', { name: 'Declared, but not running' })
      .click();
    await expect(
      page.getByText(/has no namespace pimlow-books-staging/),
    ).toBeVisible();
    await expect(page.getByText(undeclared)).toHaveCount(0);
    await expectAccessible(page);
    await settled(page);
    await page.screenshot({
      path: `${pictures}/findings-${width}.png`,
      fullPage: true,
    });
    // From the finding to what it stands on
    await page.getByRole('link', { name: /Pimlow.*staging/i }).click();
    await expect(page).toHaveURL(
      new RegExp(`${environmentPage('pimlow-staging')}$`),
    );
  });
}

test('a developer sees findings of the own tenant, and nothing of the platform or of neighbours', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  const answered = page.waitForResponse(/\/api\/odoo\/findings\?/);
  await page.goto('/odoo/findings');
  const { items } = await (await answered).json();
  expect(
    items.filter(
      ({ environmentRef }: { environmentRef?: string }) =>
        !environmentRef?.startsWith('odooenvironment:default/bora-'),
    ),
  ).toEqual([]);
  await expect(
    page.getByRole('region', {
      name: 'What the whole fleet shows to be wrong',
    }),
  ).toBeVisible();
  await expect(page.getByText(undeclared)).toHaveCount(0);
  await expect(page.getByText(/pimlow|castor|lumen/i)).toHaveCount(0);
});
