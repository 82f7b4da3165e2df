// The suite describes itself in catalog-info.yaml: each package is a Component of the type of its role, and depends on the packages
// of this repository that its manifest needs.
const yaml = require('yaml');

const TYPES = {
  'common-library': 'library',
  'node-library': 'library',
  'frontend-plugin': 'backstage-frontend-plugin',
  'backend-plugin': 'backstage-backend-plugin',
  'backend-plugin-module': 'backstage-backend-plugin-module',
  frontend: 'website',
  backend: 'service',
};

// Folders whose name alone would say too little in a catalog of many systems
const TITLES = { app: 'portal-app', backend: 'portal-backend' };

const wordsOf = list => [...list].sort().join(', ') || 'nothing';

function catalogInfoProblems(files) {
  const text = files.find(({ file }) => file === 'catalog-info.yaml')?.text;
  const components = new Map(
    yaml
      .parseAllDocuments(text ?? '')
      .map(document => document.toJS())
      .filter(entity => entity?.kind === 'Component')
      .map(({ metadata, spec }) => [metadata.name, spec]),
  );
  const manifests = files
    .map(({ file, text: content }) => [
      /^(?:packages|plugins)\/([^/]+)\/package\.json$/.exec(file)?.[1],
      content,
    ])
    .filter(([folder]) => folder)
    .map(([folder, content]) => ({
      name: TITLES[folder] ?? folder,
      manifest: JSON.parse(content),
    }));
  const nameOf = new Map(
    manifests.map(({ name, manifest }) => [manifest.name, name]),
  );

  const problems = manifests.flatMap(({ name, manifest }) => {
    const spec = components.get(name);
    if (!spec) return [`catalog-info.yaml: no Component '${name}'.`];
    const type = TYPES[manifest.backstage?.role];
    const needed = Object.keys(manifest.dependencies ?? {})
      .filter(dependency => nameOf.has(dependency))
      .map(dependency => `component:default/${nameOf.get(dependency)}`);
    const said = spec.dependsOn ?? [];
    return [
      spec.type !== type &&
        `catalog-info.yaml: '${name}' is of type ${spec.type}, its role makes it ${type}.`,
      wordsOf(said) !== wordsOf(needed) &&
        `catalog-info.yaml: '${name}' depends on ${wordsOf(
          said,
        )}, its manifest on ${wordsOf(needed)}.`,
    ].filter(Boolean);
  });
  const unknown = [...components.keys()].filter(
    name => !manifests.some(manifest => manifest.name === name),
  );
  return [
    ...problems,
    ...unknown.map(name => `catalog-info.yaml: there is no package '${name}'.`),
  ];
}

module.exports = { catalogInfoProblems };
