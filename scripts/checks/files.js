// Runs one of the checks on files: `node scripts/checks/files.js NAME`. Prints what is wrong; exits with 1 when something is.
const { duplicateTypeProblems } = require('./duplicate-types');
const { longFiles } = require('./file-lengths');
const { fileNameProblems } = require('./file-names');
const { lintExceptionProblems } = require('./lint-exceptions');
const { machineTraceProblems } = require('./machine-traces');
const { readFiles } = require('./source-files');

const checks = {
  'duplicate-types': duplicateTypeProblems,
  'file-names': fileNameProblems,
  'lint-exceptions': lintExceptionProblems,
  'machine-traces': machineTraceProblems,
};

const name = process.argv[2];
if (name === 'file-lengths') {
  longFiles(readFiles()).forEach(notice => console.log(`notice: ${notice}`));
  process.exit(0);
}
if (!checks[name]) {
  console.error(
    `There is no check '${name}'. There are: ${Object.keys(checks).join(
      ', ',
    )}.`,
  );
  process.exit(2);
}
const problems = checks[name](readFiles());
problems.forEach(problem => console.log(problem));
process.exit(problems.length === 0 ? 0 : 1);
