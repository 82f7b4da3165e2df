// Says what jest's results file holds. The last line is two numbers, "PASSED FAILED".
//
// A suite that could not be run counts as a failed test, and so does a run without any test. So does a run in which no test
// named a PostgreSQL: TestDatabases skips what it cannot reach without a word, and the run would be green.
const fs = require('node:fs');

const file = process.argv[2];
const demandPostgres = process.argv[3] !== '--without-postgres';

let results;
try {
  results = JSON.parse(fs.readFileSync(file, 'utf8'));
} catch {
  console.log('jest ended without results.\n0 1');
  process.exit(0);
}

let failed = results.numFailedTests;
for (const suite of results.testResults) {
  const failedTests = suite.assertionResults.filter(
    test => test.status === 'failed',
  );
  for (const test of failedTests) {
    console.log(`failed: ${test.fullName} (${suite.name})`);
  }
  if (suite.status === 'failed' && failedTests.length === 0) {
    console.log(`could not be run: ${suite.name}`);
    failed += 1;
  }
}

if (results.numTotalTests === 0) {
  console.log('No test was found.');
  failed += 1;
} else if (demandPostgres) {
  const onPostgres = results.testResults
    .flatMap(suite => suite.assertionResults)
    .filter(
      test =>
        test.status === 'passed' && /postgres[_ ]?\d/i.test(test.fullName),
    );
  console.log(`${onPostgres.length} tests passed on PostgreSQL.`);
  if (onPostgres.length === 0) {
    failed += 1;
  }
}
console.log(`${results.numPassedTests} ${failed}`);
