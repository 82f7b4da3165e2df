// Every exception from a rule says why: `// eslint-disable-next-line RULE -- reason`. One without a rule's name lifts all rules.
const DIRECTIVE =
  /(?:\/\/|\/\*)\s*(eslint-disable(?:-next-line|-line)?)\b([^\n]*)/g;
const COMPILER = /(?:\/\/|\/\*)\s*@ts-(ignore|nocheck|expect-error)\b([^\n]*)/g;

function lintExceptionProblems(files) {
  return files
    .filter(({ file }) => /^(packages|plugins)\/.*\.[cm]?[jt]sx?$/.test(file))
    .flatMap(({ file, text }) => {
      const where = match =>
        `${file}:${text.slice(0, match.index).split('\n').length}`;
      const directives = [...text.matchAll(DIRECTIVE)].flatMap(match => {
        const [rules, reason] = match[2].replace(/\*\/.*/, '').split(/\s--\s/);
        if (!rules.trim())
          return [
            `${where(match)}: ${match[1]} lifts every rule; name the one.`,
          ];
        if (!reason?.trim())
          return [
            `${where(match)}: ${match[1]} without a reason; add ' -- why'.`,
          ];
        return [];
      });
      const compiler = [...text.matchAll(COMPILER)].flatMap(match => {
        if (match[1] !== 'expect-error')
          return [
            `${where(match)}: @ts-${
              match[1]
            } hides every error to come; use @ts-expect-error with a reason.`,
          ];
        return match[2].replace(/\*\/.*/, '').trim()
          ? []
          : [`${where(match)}: @ts-expect-error without a reason.`];
      });
      return [...directives, ...compiler];
    });
}

module.exports = { lintExceptionProblems };
