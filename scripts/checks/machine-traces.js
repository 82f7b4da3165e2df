// What names one machine breaks on the next: absolute paths of somebody's home or scratch folder, and registries other than
// npm's own. (Scratch folders come from os.tmpdir() or ${TMPDIR:-…}.)
const MACHINE_PATH = /(?<![\w.~})\]-])\/(?:home|root|work|tmp|Users)\/[\w.-]+/g;
const OUTSIDE_TREE = /\.\.\/shared\/[\w.-]+\.md/g;
const REGISTRY_SETTING = /^\s*(?:npmRegistryServer|registry)\s*[:=]\s*\S+/gm;
const RESOLVED =
  /(?:"resolved":\s*"|__archiveUrl=)(?:https?:\/\/|https?%3A%2F%2F)([^/%"]+)/g;
const PUBLIC_REGISTRIES = ['registry.npmjs.org', 'registry.yarnpkg.com'];

// Paths that are the same on every machine, because a container or a program defines them
const DEFINED_ELSEWHERE = [
  /^\/home\/(?:node|odoo|postgres)\b/,
  /^\/root\/\.?$/,
];

function machineTraceProblems(files) {
  return files
    .filter(({ file }) => !/^scripts\/checks\//.test(file))
    .flatMap(({ file, text }) => {
      const where = match =>
        `${file}:${text.slice(0, match.index).split('\n').length}`;
      const isLock = /(yarn\.lock|package-lock\.json)$/.test(file);
      const found = isLock
        ? []
        : [
            ...[...text.matchAll(MACHINE_PATH)].filter(
              match => !DEFINED_ELSEWHERE.some(known => known.test(match[0])),
            ),
            ...text.matchAll(OUTSIDE_TREE),
          ].map(
            match =>
              `${where(match)}: '${match[0]}' exists on one machine only.`,
          );
      const settings = /(^|\/)\.(npmrc|yarnrc\.yml)$/.test(file)
        ? [...text.matchAll(REGISTRY_SETTING)]
        : [];
      const resolved = isLock
        ? [...text.matchAll(RESOLVED)].filter(
            match => !PUBLIC_REGISTRIES.includes(match[1]),
          )
        : [];
      return [
        ...found,
        ...settings.map(
          match =>
            `${where(
              match,
            )}: a registry is the machine's own setting, not the repository's.`,
        ),
        ...resolved.map(
          match =>
            `${where(match)}: resolved from ${
              match[1]
            }, which others cannot reach; only npm's own registry may be named.`,
        ),
      ];
    });
}

module.exports = { machineTraceProblems };
