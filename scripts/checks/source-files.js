// The files that make up the repository: tracked, or new and not ignored, so that a check sees a file before its commit.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/** Paths relative to the root, with slashes. */
function listFiles() {
  const output = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  return [...new Set(output.split('\0'))]
    .filter(
      file =>
        file &&
        fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile(),
    )
    .sort();
}

/** The files with their text; what holds a NUL byte is no text. */
function readFiles() {
  return listFiles()
    .map(file => ({
      file,
      text: fs.readFileSync(path.join(root, file), 'utf8'),
    }))
    .filter(({ text }) => !text.includes('\0'));
}

module.exports = { root, listFiles, readFiles };
