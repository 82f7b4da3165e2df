/* Runs the browser tests against the portal at ODOO_FLEET_URL and closes with the line that every suite here closes with. */
import { spawn } from 'node:child_process';
import { rm, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

interface PlaywrightReport {
  stats: {
    expected: number;
    unexpected: number;
    flaky: number;
    skipped: number;
  };
  errors: { message?: string }[];
}

async function run(): Promise<void> {
  const results = `${
    process.env.ODOO_FLEET_DATA_DIR ?? '.data'
  }/e2e/results.json`;
  await rm(results, { force: true });
  const code = await new Promise<number>((done, fail) => {
    const child = spawn(
      process.execPath,
      [
        require.resolve('@playwright/test/cli'),
        'test',
        '--config',
        resolve(__dirname, 'playwright.config.ts'),
        ...process.argv.slice(2),
      ],
      { stdio: 'inherit' },
    );
    child.once('error', fail);
    child.once('exit', exit => done(exit ?? 1));
  });
  const report = JSON.parse(
    await readFile(results, 'utf8'),
  ) as PlaywrightReport;
  const { expected, unexpected, flaky, skipped } = report.stats;
  // A test that was skipped or needed luck has not passed.
  const failed = unexpected + flaky + skipped + report.errors.length;
  process.stdout.write(`${expected} passed, ${failed} failed\n`);
  process.exitCode = code === 0 && failed === 0 && expected > 0 ? 0 : 1;
}

run().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
});
