/* What events cost, and how long gate and tab take with years of releases behind them. */
import { benchAnswers } from './answers';
import { benchIngest } from './ingest';
import { postgresUrl } from './servers';

async function bench(): Promise<void> {
  const admin = postgresUrl();
  const met = [await benchIngest(admin), await benchAnswers(admin)];
  process.exitCode = met.every(Boolean) ? 0 : 1;
}

bench().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
