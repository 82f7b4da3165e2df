/*
 * Each page of the pictures is opened at the instant that the demonstration's story is told from, and that instant is held when its
 * picture is taken, so the pictures of two runs differ in no age («3 hr ago») and in nothing else that the browser reckons with time.
 * (The clock can't stand still from the start: debounced loading would wait for ever.) What the backend did since by its own clock,
 * such as answering the gate and looking at clusters, is shown as done at that instant: else it would lie in the future. What stays
 * of the run itself: dates and hours, since the story is told from the start of this portal, and how far the next freeze is.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import {
  environmentPage,
  expect,
  personaSecret,
  settled,
  test,
} from './portal';

const images = resolve(__dirname, '../../../docs/images');

/** `./portal e2e` names the state of its portal by DATA_DIR; ODOO_FLEET_DATA_DIR is where results go. */
async function storyInstant(): Promise<Date> {
  const file = `${process.env.DATA_DIR ?? '.data'}/demonstration-anchor`;
  const instant = new Date((await readFile(file, 'utf8')).trim());
  if (Number.isNaN(instant.getTime())) {
    throw new Error(`${file} holds no instant: start the demonstration anew`);
  }
  return instant;
}

/** Lets the clock of this test's pages begin there. */
async function beginAt(page: Page, instant: Date) {
  await page.clock.install({ time: instant });
  await page.route('**/api/odoo/**', async route => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      /"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g,
      (text, at) =>
        Date.parse(at) > instant.getTime() && Date.parse(at) <= Date.now()
          ? JSON.stringify(instant.toISOString())
          : text,
    );
    await route.fulfill({ response, body });
  });
}

/** Opens the page as if it were that instant. */
async function openAt(page: Page, instant: Date, address: string) {
  await page.clock.setSystemTime(instant);
  await page.goto(address);
}

/** Waits until the page has grown to its end: a full picture is cut at the height that it began with. */
async function grown(page: Page) {
  let height = -1;
  await expect(async () => {
    const before = height;
    height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height).toBe(before);
  }).toPass({ intervals: [500], timeout: 20_000 });
}

/** Takes the picture with the clock at rest: of what the window shows, or of the page down to a height. */
async function picture(
  page: Page,
  instant: Date,
  name: string,
  height?: number,
) {
  await grown(page);
  // Loading that takes long makes ages that are no more the story's
  expect(
    (await page.evaluate(() => Date.now())) - instant.getTime(),
  ).toBeLessThan(45_000);
  await expect(page.getByText(/^in \d+ min$/)).toHaveCount(0);
  await page.clock.setFixedTime(instant);
  await page.screenshot({
    path: `${images}/${name}.png`,
    ...(height !== undefined && {
      fullPage: true,
      clip: { x: 0, y: 0, width: page.viewportSize()!.width, height },
    }),
  });
}

/** From the word on as far as a README's reader looks. */
const heights: Record<string, number | undefined> = {
  'release-risk': 2200,
  'backup-status': 1600,
};

test('sign-in', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const instant = await storyInstant();
  await beginAt(page, instant);
  await openAt(page, instant, `/?persona-secret=${personaSecret()}`);
  await expect(page.getByRole('button', { name: /^Sign in as/ })).toHaveCount(
    5,
  );
  await picture(page, instant, 'sign-in');
});

for (const theme of ['light', 'dark'] as const) {
  test(`pages in ${theme}`, async ({ page, signInAs, setTheme }) => {
    test.setTimeout(180_000);
    // Sees backups, too
    await signInAs('auditor');
    await setTheme(theme);
    await page.setViewportSize({ width: 1400, height: 1000 });
    const instant = await storyInstant();
    await beginAt(page, instant);
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
        'Services and resources',
      ],
      [
        'release-risk',
        environmentPage('bora-production', 'release-risk'),
        'Releases of this environment',
      ],
      [
        'backup-status',
        environmentPage('bora-production', 'backup-status'),
        'Attempts to read the sources',
      ],
    ] as const) {
      await openAt(page, instant, address);
      await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
      await settled(page);
      await picture(page, instant, `${name}-${theme}`, heights[name]);
    }
  });
}
