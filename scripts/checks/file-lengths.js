// 250 lines are the soft limit: a notice, never a failure. The hard one (400, tests 600) is ESLint's max-lines.
const SOFT = 250;

function longFiles(files) {
  return files
    .filter(
      ({ file }) =>
        /^(packages|plugins|scripts)\/.*\.([cm]?[jt]sx?|sh)$/.test(file) &&
        !/\.test\.|\/generated\/|\/__fixtures__\//.test(file),
    )
    .map(({ file, text }) => ({
      file,
      lines: text.trimEnd().split('\n').length,
    }))
    .filter(({ lines }) => lines > SOFT)
    .map(
      ({ file, lines }) =>
        `${file}: ${lines} lines, more than ${SOFT}; is it one thing?`,
    );
}

module.exports = { longFiles };
