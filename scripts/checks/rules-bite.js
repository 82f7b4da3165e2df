// Shows of each house rule that it bites: plants a violation and the allowed form beside it, in memory for ESLint, in a
// throw-away folder for dependency-cruiser. Prints `check: bites: <rule> ok|failed` for each; exits with 1 when one failed.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { ESLint } = require('eslint');

const { brokenLinkProblems } = require('./broken-links');
const { catalogInfoProblems } = require('./catalog-info');
const { duplicateTypeProblems } = require('./duplicate-types');
const { longFiles } = require('./file-lengths');
const { fileNameProblems } = require('./file-names');
const { lintExceptionProblems } = require('./lint-exceptions');
const { machineTraceProblems } = require('./machine-traces');
const { files, links, violations } = require('./planted-arrows');
const { plantedCode } = require('./planted-code');
const { plantedDocuments } = require('./planted-documents');
const { plantedFiles } = require('./planted-files');
const { readmeProblems } = require('./readmes');
const { root } = require('./source-files');

let failed = 0;

function report(name, problem) {
  if (problem) {
    failed += 1;
    console.log(problem);
  }
  console.log(`check: bites: ${name} ${problem ? 'failed' : 'ok'}`);
}

async function lintRulesBite() {
  const linters = new Map();
  for (const { name, rule, says, packageDir, bad, good } of plantedCode) {
    const cwd = path.join(root, packageDir);
    if (!linters.has(cwd)) linters.set(cwd, new ESLint({ cwd }));
    const messagesOf = async ({ file, code }) => {
      const [result] = await linters
        .get(cwd)
        .lintText(code, { filePath: path.join(cwd, file) });
      const fatal = result.messages.find(message => message.fatal);
      if (fatal)
        throw new Error(
          `${name}: ESLint cannot read the planted ${file}: ${fatal.message}`,
        );
      return result.messages.filter(
        message =>
          message.ruleId === rule &&
          message.severity === 2 &&
          message.message.includes(says),
      );
    };
    const missed = (await messagesOf(bad)).length === 0;
    const wrong = (await messagesOf(good)).length > 0;
    report(
      name,
      (missed &&
        `${rule} let this pass in ${packageDir}/${bad.file}:\n${bad.code.slice(
          0,
          300,
        )}`) ||
        (wrong &&
          `${rule} forbids what is allowed in ${packageDir}/${
            good.file
          }:\n${good.code.slice(0, 300)}`),
    );
  }
}

function cruise(house) {
  const cruiser = path.join(root, 'node_modules/.bin/depcruise');
  const result = spawnSync(
    process.execPath,
    [
      cruiser,
      '--config',
      path.join(root, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      'plugins',
      'packages',
    ],
    { cwd: house, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  try {
    return JSON.parse(result.stdout).summary.violations;
  } catch {
    throw new Error(
      `dependency-cruiser gave no answer: ${result.stderr || result.stdout}`,
    );
  }
}

function arrowsBite() {
  const house = fs.realpathSync(
    fs.mkdtempSync(path.join(os.tmpdir(), 'odoo-fleet-arrows-')),
  );
  try {
    for (const [file, text] of files) {
      fs.mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
      fs.writeFileSync(path.join(house, file), text);
    }
    for (const [link, target] of links) {
      fs.mkdirSync(path.dirname(path.join(house, link)), { recursive: true });
      fs.symlinkSync(path.join(house, target), path.join(house, link));
    }
    const found = new Set(
      cruise(house).map(
        ({ rule, from, to }) => `${rule.name}: ${from} → ${to}`,
      ),
    );
    for (const violation of violations) {
      report(
        violation,
        !found.delete(violation) && `No rule reports the planted ${violation}`,
      );
    }
    // A planted file may break a second rule by the way; files without a plant may break none
    const planted = new Set(
      violations.map(violation => violation.replace(/^[^:]+: | → .*$/g, '')),
    );
    const unexpected = [...found].filter(
      violation => !planted.has(violation.replace(/^[^:]+: | → .*$/g, '')),
    );
    report(
      'arrows that are allowed',
      unexpected.length > 0 &&
        `Rules report what is allowed:\n${unexpected.join('\n')}`,
    );
  } finally {
    fs.rmSync(house, { recursive: true, force: true });
  }
}

function everyArrowIsPlanted() {
  const { forbidden } = require(path.join(root, '.dependency-cruiser.cjs'));
  const planted = new Set(violations.map(violation => violation.split(':')[0]));
  const missing = forbidden
    .map(({ name }) => name)
    .filter(name => !planted.has(name));
  report(
    'each arrow has its plant',
    missing.length > 0 && `No violation is planted for ${missing.join(', ')}`,
  );
}

function fileChecksBite() {
  const checks = {
    brokenLinkProblems,
    catalogInfoProblems,
    duplicateTypeProblems,
    longFiles,
    fileNameProblems,
    lintExceptionProblems,
    machineTraceProblems,
    readmeProblems,
  };
  const plants = [...plantedFiles, ...plantedDocuments];
  for (const { name, check, bad, good } of plants) {
    const missed = checks[check](bad).length === 0;
    const wrong = checks[check](good);
    report(
      name,
      (missed && `${check} finds nothing in the planted ${bad[0].file}`) ||
        (wrong.length > 0 && `${check} forbids what is allowed: ${wrong[0]}`),
    );
  }
}

async function main() {
  await lintRulesBite();
  arrowsBite();
  everyArrowIsPlanted();
  fileChecksBite();
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
