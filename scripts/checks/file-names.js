// A file is named after what it holds. Names that say nothing collect everything.
const NAMELESS = /^(utils?|helpers?|misc|common)$/i;
const NAMELESS_ENDING =
  /([-_.](utils?|helpers?|misc)|[a-z](Utils?|Helpers?|Misc))$/;

// Backstage's own name for the entry point with what tests of other packages use
const GIVEN = /(^|\/)testUtils(\/|$)/;

function fileNameProblems(files) {
  return files.flatMap(({ file }) => {
    if (!/^(packages|plugins|scripts)\//.test(file)) return [];
    const path = file.replace(GIVEN, '$1$2');
    return path
      .split('/')
      .map(part => part.replace(/\.(test|stories|module|d)?\.?[a-z]+$/, ''))
      .filter(part => NAMELESS.test(part) || NAMELESS_ENDING.test(part))
      .map(
        part =>
          `${file}: '${part}' does not say what it holds; name it after that.`,
      );
  });
}

module.exports = { fileNameProblems };
