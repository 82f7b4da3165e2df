import { resolve } from 'node:path';
import {
  environmentPage,
  expect,
  personaSecret,
  settled,
  test,
} from './portal';

const images = resolve(__dirname, '../../../docs/images');

test('sign-in', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`/?persona-secret=${personaSecret()}`);
  await expect(page.getByRole('button', { name: /^Sign in as/ })).toHaveCount(
    5,
  );
  await page.screenshot({ path: `${images}/sign-in.png` });
});

for (const theme of ['light', 'dark'] as const) {
  test(`pages in ${theme}`, async ({ page, signInAs, setTheme }) => {
    await signInAs('releaseManager');
    await setTheme(theme);
    // The story is told from the start of this portal, so the ages in the pictures are the same at every run
    await page.setViewportSize({ width: 1400, height: 1000 });
    for (const [name, address, text] of [
      ['catalog', '/', 'Bora Fashion'],
      [
        'tenant',
        '/catalog/default/odootenant/bora-fashion',
        'Environments of this tenant',
      ],
      [
        'environment',
        environmentPage('bora-production'),
        'Parts of this environment',
      ],
      [
        'release-risk',
        environmentPage('bora-production', 'release-risk'),
        'Releases of this environment',
      ],
    ] as const) {
      await page.goto(address);
      await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
      await settled(page);
      await page.screenshot({
        path: `${images}/${name}-${theme}.png`,
        fullPage: name === 'release-risk',
      });
    }
  });
}
