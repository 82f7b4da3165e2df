// Holds packages/backend/Dockerfile against what a build would meet, for no engine runs here: its syntax, the files that it
// copies (after .dockerignore), the scripts that it runs, and image/by-hand.sh and run.sh, which must do the same.
const fs = require('node:fs');
const path = require('node:path');

const { DockerfileParser } = require('dockerfile-ast');
const { validate } = require('dockerfile-utils');

const {
  contextFiles,
  root,
} = require('../../packages/backend/image/context.js');

const DOCKERFILE = 'packages/backend/Dockerfile';
const IMAGE = 'packages/backend/image';
const NOT_OF_THE_IMAGE = ['by-hand.sh', 'reuse-packages.sh'];
const SCRIPT = /\bsh (\S+\.sh)\b/;

/** What is wrong with a Dockerfile, as sentences; `files` are the paths of the build's context. */
function dockerfileProblems({ text, files, byHand, run }) {
  const problems = validate(text).map(
    ({ message, range }) => `line ${range.start.line + 1}: ${message}`,
  );
  const stages = [];
  const scripts = [];
  const holds = source =>
    source === '.' ||
    files.some(
      file =>
        file === source || file.startsWith(`${source.replace(/\/$/, '')}/`),
    );

  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const line = instruction.getRange().start.line + 1;
    const words = instruction.getArguments().map(word => word.getValue());
    switch (instruction.getKeyword()) {
      case 'FROM':
        stages.push({ name: words.at(-1), user: undefined });
        break;
      case 'USER':
        stages.at(-1).user = words[0];
        break;
      case 'COPY': {
        const from = instruction
          .getFlags()
          .find(flag => flag.getName() === 'from')
          ?.getValue();
        const sources = words.filter(word => !word.startsWith('--'));
        if (from && !stages.some(({ name }) => name === from)) {
          problems.push(`line ${line}: there is no stage '${from}' above.`);
        }
        for (const source of from ? [] : sources.slice(0, -1)) {
          if (!holds(source)) {
            problems.push(
              `line ${line}: the context has no '${source}'; is it named in .dockerignore?`,
            );
          }
        }
        break;
      }
      case 'RUN': {
        const script = SCRIPT.exec(words.join(' '))?.[1];
        if (script) {
          scripts.push(path.posix.basename(script));
          if (!holds(`${IMAGE}/${path.posix.basename(script)}`)) {
            problems.push(`line ${line}: there is no script '${script}'.`);
          }
        }
        break;
      }
      case 'CMD': {
        const command = JSON.parse(words.join(' ')).slice(1).join(' ');
        if (!run.includes(`"$folder/node" ${command} "$@"`)) {
          problems.push(`line ${line}: image/run.sh has another command.`);
        }
        break;
      }
      default:
    }
  }

  if ([undefined, 'root', '0'].includes(stages.at(-1)?.user)) {
    problems.push('The last stage runs as root: name a USER.');
  }
  const done = [...byHand.matchAll(/\bsh "?\S*?([\w-]+\.sh)/g)].map(
    match => match[1],
  );
  const ran = done.filter(script => !NOT_OF_THE_IMAGE.includes(script));
  if (scripts.length === 0 || ran.join() !== scripts.join()) {
    problems.push(
      `The Dockerfile runs ${scripts.join(', ')}; image/by-hand.sh runs ${
        ran.join(', ') || 'nothing'
      }.`,
    );
  }
  return problems;
}

const read = file => fs.readFileSync(path.join(root, file), 'utf8');
const found = dockerfileProblems({
  text: read(DOCKERFILE),
  files: contextFiles(),
  byHand: read(`${IMAGE}/by-hand.sh`),
  run: read(`${IMAGE}/run.sh`),
});
found.forEach(problem => console.log(`${DOCKERFILE}: ${problem}`));
process.exit(found.length === 0 ? 0 : 1);
