// Runs one of the checks on files: `node scripts/checks/files.js NAME`. Prints what is wrong; exits with 1 when something is.
const { brokenLinkProblems } = require('./broken-links');
const { catalogInfoProblems } = require('./catalog-info');
const { duplicateTypeProblems } = require('./duplicate-types');
const { longFiles } = require('./file-lengths');
const { fileNameProblems } = require('./file-names');
const { lintExceptionProblems } = require('./lint-exceptions');
const { machineTraceProblems } = require('./machine-traces');
const { readmeProblems } = require('./readmes');
const { listFiles, readFiles } = require('./source-files');

const checks = {
  'broken-links': files => brokenLinkProblems(files, listFiles()),
  'catalog-info': catalogInfoProblems,
  'duplicate-types': duplicateTypeProblems,
  'file-names': fileNameProblems,
  'lint-exceptions': lintExceptionProblems,
  'machine-traces': machineTraceProblems,
  readmes: readmeProblems,
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
