import { AxeBuilder } from '@axe-core/playwright';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, pictures, settled, test } from './portal';

const fleet = resolve(__dirname, '../../../examples/fleet');

const tenants = readdirSync(fleet, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('/tenant.yaml'))
  .map(file => parse(readFileSync(`${fleet}/${file}`, 'utf8')))
  .map(({ metadata }) => String(metadata.title));

test('the first page lists every tenant of the fleet', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  await page.goto('/');
  expect(tenants).toHaveLength(12);
  for (const name of tenants) {
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  }
  await settled(page);
  await page.screenshot({ path: `${pictures}/tenants.png`, fullPage: true });
});

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1400, 420]) {
    test(`a banner says that it is a demonstration, in ${theme}, ${width} wide`, async ({
      page,
      signInAs,
      setTheme,
    }) => {
      await signInAs('executive');
      await setTheme(theme);
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/catalog/default/odootenant/calbrina-franchise');
      const banner = page.getByRole('complementary', { name: 'Demonstration' });
      await expect(banner).toHaveCount(1);
      await expect(banner).toBeVisible();
      await expect(page.locator('body')).toHaveAttribute(
        'data-theme-mode',
        theme,
      );
      // Beside the sidebar, not below it, and above the page, not over it
      const box = await banner.boundingBox();
      const heading = await page
        .getByRole('heading', { name: 'Calbrina Franchise Group' })
        .boundingBox();
      expect(box?.x).toBe(width === 1400 ? 224 : 0);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(heading?.y ?? 0);
      const { violations } = await new AxeBuilder({ page })
        .include('aside')
        .analyze();
      expect(violations).toEqual([]);
      await page.screenshot({
        path: `${pictures}/banner-${theme}-${width}.png`,
      });
    });
  }
}
