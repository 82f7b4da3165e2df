// Copies what .dockerignore leaves of the repository, as an engine would send it to a build: `node context.js FOLDER`.
const fs = require('node:fs');
const path = require('node:path');

const dockerignore = require('@balena/dockerignore');

const root = path.resolve(__dirname, '../../..');

/** Paths of the files that a build sees, relative to the root, sorted. */
function contextFiles() {
  const rules = dockerignore().add(
    fs.readFileSync(path.join(root, '.dockerignore'), 'utf8'),
  );
  const files = [];
  const walk = folder => {
    for (const entry of fs.readdirSync(path.join(root, folder), {
      withFileTypes: true,
    })) {
      const file = path.posix.join(folder, entry.name);
      // Rules never bring anything back from these, and they hold hundreds of thousands of files
      if (entry.isDirectory() && !/^(\.git|node_modules)$/.test(entry.name)) {
        walk(file);
      } else if (entry.isFile() && !rules.ignores(file)) {
        files.push(file);
      }
    }
  };
  walk('');
  return files.sort();
}

module.exports = { root, contextFiles };

if (require.main === module) {
  const target = path.resolve(process.argv[2]);
  for (const file of contextFiles()) {
    const copy = path.join(target, file);
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync(path.join(root, file), copy);
  }
}
