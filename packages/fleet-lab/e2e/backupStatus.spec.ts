import type { Page } from '@playwright/test';
import {
  environmentPage,
  expect,
  expectAccessible,
  pictures,
  settled,
  test,
} from './portal';

// The tab is long, and axe looks at all of it
test.describe.configure({ timeout: 120_000 });

const tab = (name: string) => environmentPage(name, 'backup-status');

const answer = (page: Page, title: string) =>
  page.getByRole('region', { name: `Can we get ${title} back?` });

const timeline = (page: Page, area: string) =>
  page.getByRole('tablist', { name: `Marks of the time line, ${area}` });

test('an environment whose archiver fails says first what would be lost, then why', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  await page.goto(tab('bora-production'));
  const first = answer(page, 'Bora production');
  await expect(first.getByText('CRITICAL', { exact: true })).toBeVisible();
  await expect(first).toContainText(
    /work since .* would be lost, \d+.* now; objective 15 mins/,
  );
  const reasons = first.getByRole('listitem');
  expect(await reasons.count()).toBeLessThanOrEqual(3);
  const postgresql = page.getByRole('region', { name: /^PostgreSQL/ });
  await expect(
    postgresql.getByRole('tab', { name: /^full backup, damaged or failed/ }),
  ).toHaveCount(1);
  await expect(
    postgresql.getByRole('tab', { name: /^restore drill, succeeded/ }),
  ).not.toHaveCount(0);
  await settled(page);
  await expectAccessible(page);
});

test('a segment that is lost turns what every command calls well', async ({
  page,
  signInAs,
}) => {
  await signInAs('auditor');
  await page.goto(tab('calbrina-production'));
  const postgresql = page.getByRole('region', { name: /^PostgreSQL/ });
  await expect(postgresql).toContainText('is broken: 1 segment missing');
  await expect(
    answer(page, 'Calbrina production').getByText('OK', { exact: true }),
  ).toHaveCount(0);
});

test('a healthy database is unbroken to now, and proven', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  await page.goto(tab('bellegarde-production'));
  const postgresql = page.getByRole('region', { name: 'PostgreSQL OK' });
  await expect(postgresql).toBeVisible();
  const proofs = postgresql.getByRole('list', { name: 'What is proven' });
  for (const proof of ['exists', 'unbroken', 'proven by a restore']) {
    await expect(proofs.getByText(proof, { exact: true })).toBeVisible();
  }
  await settled(page);
  await page.screenshot({
    path: `${pictures}/backup-status-healthy.png`,
    fullPage: true,
  });
});

/** Sources are read a minute after the catalog was, so a portal that has just started does not know all of them. */
async function readInTime(page: Page, regions: readonly RegExp[]) {
  await expect(async () => {
    await page.reload();
    for (const name of regions) {
      await expect(page.getByRole('region', { name })).toBeVisible({
        timeout: 15_000,
      });
    }
  }).toPass({ timeout: 240_000 });
}

test.describe('what buckets and Git say', () => {
  test.describe.configure({ timeout: 300_000 });

  test('one retailer is well in every area', async ({ page, signInAs }) => {
    await signInAs('platformEngineer');
    await page.goto(tab('bellegarde-production'));
    await readInTime(page, [
      /^PostgreSQL OK/,
      /^Attachments OK/,
      /^Configuration OK/,
      /^Secrets and certificates OK/,
    ]);
    await expect(
      page.getByRole('region', { name: /^Configuration/ }),
    ).toContainText(/is in Git .* changed at .*, said Argo CD at/);
  });

  test('files that are older than the database, and a path that Git lost, are said', async ({
    page,
    signInAs,
  }) => {
    await signInAs('platformEngineer');
    await page.goto(tab('grosvanta-production'));
    await readInTime(page, [/^Attachments WARNING/]);
    await expect(
      page.getByRole('region', { name: /^Attachments/ }),
    ).toContainText('A restore would lack the files between');
    await page.goto(tab('kestrova-production'));
    await readInTime(page, [/^Configuration WARNING/]);
  });
});

test('the time line is walked by the keyboard, and shows the evidence of each mark', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  await page.goto(tab('bora-production'));
  const line = timeline(page, 'PostgreSQL');
  const marks = line.getByRole('tab');
  await expect(marks.first()).toBeVisible();
  await line.getByRole('tab', { selected: true }).focus();
  await page.keyboard.press('Home');
  const details = page
    .getByRole('region', { name: /^PostgreSQL/ })
    .getByRole('tabpanel');
  const seen = new Set<string>();
  const count = await marks.count();
  for (let step = 0; step < count; step++) {
    const focused = page.locator(':focus');
    await expect(focused).toHaveAttribute('aria-selected', 'true');
    seen.add((await focused.getAttribute('id')) ?? '');
    await page.keyboard.press('ArrowRight');
  }
  expect(seen.size).toBe(count);
  await page.keyboard.press('End');
  await expect(details).toContainText(/\(.*ago|now\)/);
  // The pointer shows another one, and leaves the choice
  await line
    .getByRole('tab', { name: /^full backup, damaged or failed/ })
    .hover();
  await expect(details).toContainText('damaged or failed');
  await page.getByRole('heading', { name: 'If you must' }).hover();
  await expect(details).not.toContainText('damaged or failed');
});

test('who does not own it sees that there are backups, and whom to ask', async ({
  page,
  signInAs,
}) => {
  await signInAs('releaseManager');
  await page.goto(tab('bora-production'));
  await expect(page.getByText('Bora production has backups')).toBeVisible();
  await expect(
    page
      .locator('main')
      .getByRole('link', { name: 'Bora Fashion team' })
      .first(),
  ).toBeVisible();
  await expect(
    page.locator('main').getByText(/^(CRITICAL|WARNING|UNKNOWN|OK)$/),
  ).toHaveCount(0);
  await expectAccessible(page);
  await page.screenshot({
    path: `${pictures}/backup-status-denied.png`,
    fullPage: true,
  });
});

test('its owner sees it, on the page of the database as well', async ({
  page,
  signInAs,
}) => {
  await signInAs('developer');
  await page.goto(
    '/catalog/default/resource/bora-production-database/backup-status',
  );
  await expect(page.getByText('Judged with its environment')).toBeVisible();
  await expect(
    answer(page, 'Bora production').getByText('CRITICAL', { exact: true }),
  ).toBeVisible();
});

test('a tenant has a row for each environment', async ({ page, signInAs }) => {
  await signInAs('platformEngineer');
  await page.goto('/catalog/default/odootenant/bora-fashion/backup-status');
  await expect(
    page.getByRole('grid', { name: 'Backups of Bora Fashion' }),
  ).toContainText('CRITICAL');
  await settled(page);
  await expectAccessible(page);
  await page.screenshot({
    path: `${pictures}/backup-status-tenant.png`,
    fullPage: true,
  });
});

for (const theme of ['light', 'dark'] as const) {
  for (const [size, width] of [
    ['wide', 1400],
    ['narrow', 420],
  ] as const) {
    test(`the tab in ${theme}, ${size}`, async ({
      page,
      signInAs,
      setTheme,
    }) => {
      await signInAs('auditor');
      await setTheme(theme);
      await page.setViewportSize({ width, height: 1000 });
      await page.goto(tab('bora-production'));
      await expect(timeline(page, 'PostgreSQL')).toBeVisible();
      await expect(page.locator('body')).toHaveAttribute(
        'data-theme-mode',
        theme,
      );
      await settled(page);
      await expectAccessible(page);
      // Nothing may be cut off: the time line scrolls in its frame, and the page never sideways.
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        ),
      ).toBeLessThanOrEqual(0);
      await page.screenshot({
        path: `${pictures}/backup-status-${theme}-${size}.png`,
        fullPage: true,
      });
    });
  }
}

test.describe('states', () => {
  test('no source is declared', async ({ page, signInAs }) => {
    await signInAs('platformEngineer');
    await page.route('**/api/catalog/entities/by-name/**', async route => {
      const response = await route.fetch();
      const entity = await response.json();
      delete entity.spec?.backupSources;
      await route.fulfill({ response, json: entity });
    });
    await page.route('**/api/odoo/backup-status?**', async route => {
      const response = await route.fetch();
      const body = await response.json();
      for (const { verdict } of body.environments) {
        verdict.status = 'unknown';
        for (const area of verdict.areas) {
          area.status = 'unknown';
        }
      }
      await route.fulfill({ response, json: body });
    });
    await page.goto(tab('pimlow-staging'));
    await expect(page.getByText(/backupSources:/)).toBeVisible();
    await settled(page);
    await expectAccessible(page);
    await page.screenshot({
      path: `${pictures}/backup-status-empty.png`,
      fullPage: true,
    });
  });

  test('the backend fails: nothing is green', async ({ page, signInAs }) => {
    await signInAs('platformEngineer');
    await page.route('**/api/odoo/backup-status?**', route =>
      route.fulfill({ status: 500, body: 'broken' }),
    );
    await page.goto(tab('bora-production'));
    await expect(page.getByText('This could not be read')).toBeVisible();
    await expect(page.getByText('OK', { exact: true })).toHaveCount(0);
    await page.screenshot({
      path: `${pictures}/backup-status-failed.png`,
      fullPage: true,
    });
  });

  test('a source that died is not known, never well', async ({
    page,
    signInAs,
  }) => {
    await signInAs('platformEngineer');
    await page.goto(tab('pimlow-production'));
    await expect(
      answer(page, 'Pimlow production').getByText(/^(UNKNOWN|CRITICAL)$/),
    ).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'PostgreSQL OK' }),
    ).toHaveCount(0);
    await settled(page);
    await page.screenshot({
      path: `${pictures}/backup-status-stale.png`,
      fullPage: true,
    });
  });
});
