import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  throw new Error(
    `no browser at ${chromium}: install the package chromium, or set CHROMIUM to the path of one`,
  );
}

const output = `${process.env.ODOO_FLEET_DATA_DIR ?? '.data'}/e2e`;

export default defineConfig({
  testDir: __dirname,
  // ./portal e2e --update-docs takes the pictures of the docs and tests nothing
  testMatch: process.env.E2E_UPDATE_DOCS ? '*.pictures.ts' : '*.spec.ts',
  outputDir: `${output}/traces`,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  // One portal, one database: what one test does, another sees. Retrying would hide a flake.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: `${output}/results.json` }]],
  use: {
    baseURL: process.env.ODOO_FLEET_URL ?? 'http://localhost:7007',
    screenshot: 'only-on-failure',
    // Each step's page is in a trace; filming it besides takes the processor that the page needs
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
