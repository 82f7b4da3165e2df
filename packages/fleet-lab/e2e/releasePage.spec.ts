import type { Page } from '@playwright/test';
import {
  environmentPage,
  expect,
  expectAccessible,
  pictures,
  settled,
  test,
} from './portal';

/**
 * What the portal's own search page carries: results whose list has no role, and descriptions in a grey of too little contrast.
 * Ours put neither into their results.
 */
const stockSearchFindings = [
  { id: 'listitem', html: 'MuiListItem-root' },
  { id: 'color-contrast', html: 'MuiTypography-colorTextSecondary' },
];

const bellegarde = environmentPage('bellegarde-production', 'release-risk');

const region = (page: Page, name: string | RegExp) =>
  page.getByRole('region', { name });

/** From the tab to the page of its release. */
async function openRelease(page: Page, tab: string): Promise<void> {
  await page.goto(tab);
  await page
    .getByRole('link', { name: 'Everything about this release' })
    .click();
  await expect(page).toHaveURL(/\/odoo\/releases\/rel-/);
  await expect(region(page, 'Trace')).toBeVisible();
  await settled(page);
}

test('arrow keys walk the trace from the change to the business', async ({
  page,
  signInAs,
}) => {
  await signInAs('releaseManager');
  await page.goto(bellegarde);
  const trace = region(page, 'Trace');
  await expect(trace.getByRole('tab')).toHaveCount(9);
  await trace.getByRole('tab', { selected: true }).focus();
  await page.keyboard.press('Home');
  await expect(trace.getByRole('tabpanel')).toContainText('CHG-bellegarde');
  await page.keyboard.press('ArrowRight');
  await expect(trace.getByRole('tabpanel')).toContainText('tests passed');
  await page.keyboard.press('End');
  await expect(trace.getByRole('tabpanel')).toContainText('Business effect');
  await trace.getByText('The same as a table').click();
  await expect(trace.getByRole('row')).toHaveCount(10);
});

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1400, 420]) {
    test(`tab, release page and lost events in ${theme}, ${width} wide`, async ({
      page,
      signInAs,
      setTheme,
    }) => {
      test.slow();
      await signInAs('platformEngineer');
      await setTheme(theme);
      await page.setViewportSize({ width, height: 1000 });
      await openRelease(page, bellegarde);
      await expect(region(page, 'Five questions')).toBeVisible();
      await expect(region(page, 'Gate log').getByRole('row')).not.toHaveCount(
        0,
      );
      await expectAccessible(page);
      await page.screenshot({
        path: `${pictures}/release-${theme}-${width}.png`,
        fullPage: true,
      });
      await page.goto(bellegarde);
      await expect(
        region(page, 'When?').getByRole('table').first(),
      ).toBeVisible();
      await expect(region(page, 'Work on the platform below')).toContainText(
        'PostgreSQL 16.9',
      );
      await settled(page);
      await expectAccessible(page);
      await page.screenshot({
        path: `${pictures}/tab-${theme}-${width}.png`,
        fullPage: true,
      });
      await page.goto('/odoo/events');
      await expect(page.getByText('vellmore-outlet').first()).toBeVisible();
      await expectAccessible(page);
      await page.screenshot({
        path: `${pictures}/events-${theme}-${width}.png`,
        fullPage: true,
      });
    });
  }
}

test('work on a shared server is told once and seen on every environment that stands on it', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  for (const name of ['bellegarde-production', 'bora-production']) {
    await page.goto(environmentPage(name, 'release-risk'));
    const work = region(page, 'Work on the platform below');
    await expect(work.getByText('PostgreSQL 16.9')).toBeVisible();
    await expect(
      work.getByText(/affects \d\d environments/).first(),
    ).toBeVisible();
  }
  await page.goto(environmentPage('lumen-production', 'release-risk'));
  await expect(
    region(page, 'Work on the platform below').getByText(
      'No work on a shared platform component is known.',
    ),
  ).toBeVisible();
});

test('an open incident holds a release that is well prepared', async ({
  page,
  signInAs,
}) => {
  await signInAs('releaseManager');
  await page.goto(environmentPage('grosvanta-production', 'release-risk'));
  await expect(page.getByText('HOLD', { exact: true }).first()).toBeVisible();
  await expect(
    region(page, 'Open incidents').getByText('Invoices are sent to KSeF twice'),
  ).toBeVisible();
});

test('the calendar leads to the week of the next safe window', async ({
  page,
  signInAs,
}) => {
  await signInAs('releaseManager');
  await page.goto(bellegarde);
  const when = region(page, 'When?');
  await expect(when.getByRole('cell')).not.toHaveCount(0);
  await when
    .getByRole('button', { name: 'Week of the next safe window' })
    .click();
  await expect(when.locator('td[data-safe]').first()).toBeVisible();
});

test('a sign-off is asked for, given by an executive, and lifts what it may', async ({
  page,
  signInAs,
}) => {
  test.slow();
  await signInAs('executive');
  // Well prepared, and in a freeze that an executive may lift
  await openRelease(
    page,
    environmentPage('calbrina-production', 'release-risk'),
  );
  await page.getByRole('button', { name: 'Sign off', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('This lifts:')).toBeVisible();
  await dialog
    .getByRole('textbox', { name: /Reason/ })
    .fill('The tills need it before the quarter ends');
  await expectAccessible(page, '[role=dialog]');
  await page.screenshot({ path: `${pictures}/sign-off.png` });
  await dialog.getByRole('button', { name: 'Sign off', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const decisions = region(page, 'Decisions of people');
  await expect(decisions.getByText('Executive sign-off')).toBeVisible();
  await expect(decisions.getByText('counts now')).toBeVisible();
  await expect(page.getByText('Lifted by a person')).toBeVisible();
});

test('an override says what it can’t lift, and the release keeps it after it was revoked', async ({
  page,
  signInAs,
}) => {
  test.slow();
  await signInAs('releaseManager');
  await openRelease(page, bellegarde);
  await page.getByRole('button', { name: 'Override', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('textbox', { name: /Reason/ })
    .fill('The tills print wrong prices');
  await dialog.getByRole('button', { name: 'Override', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const decisions = region(page, 'Decisions of people');
  await expect(decisions.getByText('counts now')).toBeVisible();
  await page.screenshot({ path: `${pictures}/override.png`, fullPage: true });
  await decisions.getByRole('button', { name: 'Revoke' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(decisions.getByText('no longer counts')).toBeVisible();
});

test('nobody can override separation of duties that is broken', async ({
  page,
  signInAs,
}) => {
  await signInAs('releaseManager');
  await page.goto(environmentPage('bora-production', 'release-risk'));
  await expect(
    region(page, /^Rules that decide/).getByText('Nobody can lift this.'),
  ).toBeVisible();
});

test('the release goes on one sheet', async ({ page, signInAs }) => {
  await signInAs('auditor');
  await openRelease(page, bellegarde);
  await page.emulateMedia({ media: 'print' });
  await expect(region(page, 'Five questions')).toBeVisible();
  await expect(region(page, 'Gate log')).toBeHidden();
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(
    1,
  );
  await page.setViewportSize({ width: 760, height: 1080 });
  await page.screenshot({ path: `${pictures}/print.png`, fullPage: true });
});

test('an event that no environment took says how it is bound', async ({
  page,
  signInAs,
}) => {
  await signInAs('platformEngineer');
  await page.goto('/odoo/events');
  await page
    .getByRole('button', { name: /^Bind ci.odoo-fleet/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('environmentId:');
  await expect(dialog).toContainText('vellmore-outlet-production');
  await expectAccessible(page, '[role=dialog]');
});

for (const path of ['/', '/search?query=bora']) {
  test(`axe finds nothing serious of ours on ${path}`, async ({
    page,
    signInAs,
  }) => {
    await signInAs('platformEngineer');
    await page.goto(path);
    await expect(
      page.getByRole('link', { name: 'Bora Fashion' }).first(),
    ).toBeVisible();
    await settled(page);
    await expectAccessible(page, 'body', stockSearchFindings);
  });
}
