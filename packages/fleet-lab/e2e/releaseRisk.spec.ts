import {
  environmentPage,
  expect,
  expectAccessible,
  pictures,
  proposal,
  settled,
  test,
} from './portal';

/** Approved, small, tested, signed, scanned, with a way back that was tried: what a careful team proposes. */
const careful = {
  author: 'lukas.weber@odoo-fleet.example',
  approvers: ['tomas.berg@odoo-fleet.example'],
  changedLines: 12,
  modules: [
    { name: 'lumen_stock', to: '19.0.1.0.0', domain: 'stock', dependents: [] },
  ],
  foundations: [],
  migrationClass: 'none',
  commits: ['9f3c2ab71d04e5'],
  changeRecord: { id: 'CHG-e2e' },
  testCounts: { passed: 400, failed: 0 },
  signature: { verified: true },
  provenance: { verified: true },
  vulnerabilities: { critical: 0, high: 0, medium: 0, low: 1 },
  rollbackRehearsal: { application: 'success', database: 'success' },
  guardrails: { count: 3 },
  preparation: { preScaled: true, jobsFrozen: true },
};

const reckless = {
  author: 'lukas.weber@odoo-fleet.example',
  approvers: ['lukas.weber@odoo-fleet.example'],
  changedLines: 25_000,
  modules: [{ name: 'lumen_stock', to: '19.0.2.0.0', domain: 'stock' }],
  migrationClass: 'schema',
};

test('from the catalog over tenant and environment to the web service and its verdict', async ({
  page,
  signInAs,
}) => {
  test.slow();
  await signInAs('releaseManager');
  await page.goto('/');
  await page.getByRole('link', { name: 'Bora Fashion', exact: true }).click();
  await expect(
    page.getByRole('heading', { name: 'Bora Fashion' }),
  ).toBeVisible();
  const environment = page.getByRole('link', { name: 'Bora production' });
  await expect(environment.first()).toBeVisible();
  await settled(page);
  await page.screenshot({ path: `${pictures}/tenant.png`, fullPage: true });
  await expectAccessible(page);
  await environment.first().click();
  await expect(
    page.getByRole('heading', { name: 'Bora production' }),
  ).toBeVisible();
  await settled(page);
  await page.screenshot({
    path: `${pictures}/environment.png`,
    fullPage: true,
  });
  await expectAccessible(page);
  await page
    .getByRole('link', { name: 'Bora production: web', exact: true })
    .first()
    .click();
  await expect(page).toHaveURL(/component\/bora-production-web/);
  await page.goto(
    '/catalog/default/component/bora-production-web/release-risk',
  );
  await expect(
    page.getByText('Judged for the whole environment'),
  ).toBeVisible();
  await expect(page.getByText('HOLD', { exact: true }).first()).toBeVisible();
  await page.screenshot({ path: `${pictures}/service.png`, fullPage: true });
  await expectAccessible(page);
});

test('an event changes an open tab within five seconds, and the gate says the same', async ({
  page,
  signInAs,
  pipeline,
}) => {
  const environment = 'odooenvironment:default/lumen-production';
  await signInAs('releaseManager');
  await page.goto(environmentPage('lumen-production', 'release-risk'));
  await expect(
    page.getByRole('heading', { name: /release of Lumen production/ }),
  ).toBeVisible();

  for (const [word, odoo] of [
    ['careful', careful],
    ['reckless', reckless],
  ] as const) {
    const { event, digest } = proposal({
      retailer: 'lumen-pharmacy',
      environment: 'lumen-production',
      word,
      odoo,
    });
    await pipeline.post([event]);
    // The panel of the answer alone: the history below has words and digests of other releases
    const answered = page.getByRole('region', {
      name: 'Next release of Lumen production',
    });
    await expect(answered.getByText(digest.slice(0, 19))).toBeVisible({
      timeout: 5000,
    });

    const answer = await pipeline.askGate(environment, digest);
    expect(answer.status()).toBe(200);
    const { decision } = await answer.json();
    expect(decision).toBe(word === 'reckless' ? 'hold' : 'proceed');
    await expect(
      answered.getByText(decision.toUpperCase(), { exact: true }),
    ).toBeVisible();
    const enforced = await pipeline.askGate(
      environment,
      digest,
      '/gate/enforce',
    );
    expect(enforced.status()).toBe(decision === 'hold' ? 403 : 200);
    expect((await enforced.json()).decision).toBe(decision);
  }
});

test('an event changes an open tab within five seconds while no websocket can be had', async ({
  page,
  signInAs,
  pipeline,
}) => {
  await page.routeWebSocket(/\/api\/signals/, socket =>
    socket.close({ code: 1011 }),
  );
  await signInAs('releaseManager');
  await page.goto(environmentPage('lumen-production', 'release-risk'));
  const answered = page.getByRole('region', {
    name: 'Next release of Lumen production',
  });
  await expect(answered).toBeVisible();
  // Longer than a page's one look after it opened
  await page.waitForTimeout(5000);
  const { event, digest } = proposal({
    retailer: 'lumen-pharmacy',
    environment: 'lumen-production',
    word: 'offline',
    odoo: careful,
  });
  await pipeline.post([event]);
  await expect(answered.getByText(digest.slice(0, 19))).toBeVisible({
    timeout: 5000,
  });
});

test('the parts of the score sum to the whole on screen', async ({
  page,
  signInAs,
}) => {
  await signInAs('auditor');
  await page.goto(environmentPage('bora-production', 'release-risk'));
  const heading = await page
    .getByRole('heading', { name: /^Score \d+ =/ })
    .textContent();
  const [total, inherent, readiness] = (heading?.match(/\d+/g) ?? []).map(
    Number,
  );
  expect(inherent + readiness).toBe(total);
  const parts = await page
    .getByRole('region', { name: /^Score \d+ =/ })
    .getByText(/^\d+ of \d+$/)
    .allTextContents();
  expect(parts.length).toBeGreaterThan(15);
  expect(parts.reduce((sum, part) => sum + Number(part.split(' ')[0]), 0)).toBe(
    total,
  );
});

test.describe('states', () => {
  test.beforeEach(async ({ signInAs }) => signInAs('releaseManager'));

  test('loading', async ({ page }) => {
    await page.route('**/api/odoo/release-risk?**', () => {});
    await page.goto(environmentPage('lumen-production', 'release-risk'));
    await expect(page.getByText(/loading/i).first()).toBeAttached();
    await page.screenshot({
      path: `${pictures}/state-loading.png`,
      fullPage: true,
    });
  });

  test('error, with a way to try again', async ({ page }) => {
    await page.route('**/api/odoo/release-risk?**', route =>
      route.fulfill({
        status: 500,
        contentType: 'application/json',
        body: JSON.stringify({
          error: { name: 'Error', message: 'The database is away' },
          response: { statusCode: 500 },
        }),
      }),
    );
    await page.goto(environmentPage('lumen-production', 'release-risk'));
    await expect(page.getByText(/The database is away/).first()).toBeVisible();
    await expectAccessible(page);
    await page.screenshot({
      path: `${pictures}/state-error.png`,
      fullPage: true,
    });
    await page.unroute('**/api/odoo/release-risk?**');
    await page.getByRole('button', { name: /try again/i }).click();
    await expect(
      page.getByRole('heading', { name: /release of Lumen production/ }),
    ).toBeVisible();
  });

  test('denied, with the permission to ask for', async ({ page }) => {
    await page.route('**/api/odoo/release-risk?**', route =>
      route.fulfill({
        status: 403,
        contentType: 'application/json',
        body: JSON.stringify({
          error: { name: 'NotAllowedError', message: 'Not allowed' },
          response: { statusCode: 403 },
        }),
      }),
    );
    await page.goto(environmentPage('lumen-production', 'release-risk'));
    await expect(
      page.getByText(/odoo\.environment\.read/).first(),
    ).toBeVisible();
    await page.screenshot({
      path: `${pictures}/state-denied.png`,
      fullPage: true,
    });
  });

  test('empty, with the first event to send', async ({ page }) => {
    await page.route('**/api/odoo/release-risk?**', route =>
      route.fulfill({
        contentType: 'application/json',
        body: JSON.stringify({
          entityRef: 'odooenvironment:default/lumen-staging',
          status: 'unknown',
          environments: [
            {
              environmentRef: 'odooenvironment:default/lumen-staging',
              title: 'Lumen staging',
              stage: 'staging',
              hosting: 'dedicated',
            },
          ],
        }),
      }),
    );
    await page.goto(environmentPage('lumen-staging', 'release-risk'));
    await expect(
      page.getByText(/No release of Lumen staging was reported yet/),
    ).toBeVisible();
    await expectAccessible(page);
    await page.screenshot({
      path: `${pictures}/state-empty.png`,
      fullPage: true,
    });
  });

  test('unknown is said, and never green', async ({ page, pipeline }) => {
    const { event, digest } = proposal({
      retailer: 'castor-diy',
      environment: 'castor-production',
      word: 'silent',
      odoo: {},
    });
    await pipeline.post([event]);
    await page.goto(environmentPage('castor-production', 'release-risk'));
    const answered = page.getByRole('region', {
      name: 'Next release of Castor production',
    });
    await expect(answered.getByText(digest.slice(0, 19))).toBeVisible();
    await expect(answered.getByText('UNKNOWN', { exact: true })).toBeVisible();
    await expect(page.getByText('PROCEED', { exact: true })).toHaveCount(0);
    await page.screenshot({
      path: `${pictures}/state-unknown.png`,
      fullPage: true,
    });
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
      await signInAs('executive');
      await setTheme(theme);
      await page.setViewportSize({ width, height: 1000 });
      await page.goto(environmentPage('bellegarde-production', 'release-risk'));
      await expect(page.getByRole('heading', { name: /^Score/ })).toBeVisible();
      await expect(page.locator('body')).toHaveAttribute(
        'data-theme-mode',
        theme,
      );
      await expectAccessible(page);
      // Nothing may be cut off: the page itself never scrolls sideways.
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        ),
      ).toBeLessThanOrEqual(0);
      await page.screenshot({
        path: `${pictures}/release-risk-${theme}-${size}.png`,
        fullPage: true,
      });
    });
  }
}
