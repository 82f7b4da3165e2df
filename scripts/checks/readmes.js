// What a README lists is what there is: keys of the config, variables, permissions, verbs, extension points, tasks, topics,
// adapters, exports for legacy apps. A key counts as listed when it or what it belongs to stands in the table of the section Config.
const path = require('node:path');

const ts = require('typescript');

const BACKEND = 'plugins/odoo-backend';
const PRODUCT = /^plugins\/odoo-backend\/src\/(?!.*(\.test\.|__))/;

/** What code and configuration declare by a pattern, and the README that has to name it: in the first column of a table, or anywhere. */
const NAMED = [
  {
    what: 'permission',
    inTable: true,
    declares: file => file === 'plugins/odoo-common/src/permissions.ts',
    pattern: /name: '(odoo\.[\w.-]+)'/g,
    readme: `${BACKEND}/README.md`,
  },
  {
    what: 'verb of a machine',
    inTable: true,
    declares: file => file === `${BACKEND}/config.d.ts`,
    pattern: /\| '([a-z]+\.[a-z]+)'/g,
    readme: `${BACKEND}/README.md`,
  },
  {
    what: 'task',
    inTable: true,
    declares: file => PRODUCT.test(file) && /\/(plugin|index)\.ts$/.test(file),
    pattern: /\b(?:id:|_TASK =) '(odoo-[a-z-]+)'/g,
    readme: `${BACKEND}/README.md`,
  },
  {
    what: 'topic',
    inTable: true,
    declares: file => PRODUCT.test(file),
    pattern: /_TOPIC = '(odoo\.[a-z-]+)'/g,
    readme: `${BACKEND}/README.md`,
  },
  {
    what: 'extension point',
    inTable: true,
    declares: file => file === 'plugins/odoo-node/src/extensionPoints.ts',
    pattern: /^export const (\w+)/gm,
    readme: `${BACKEND}/README.md`,
  },
  {
    what: 'extension point',
    inTable: true,
    declares: file => file === 'plugins/odoo-node/src/extensionPoints.ts',
    pattern: /\bid: '([\w.]+)'/g,
    readme: 'plugins/odoo-node/README.md',
  },
  {
    what: 'variable',
    inTable: true,
    declares: file => /^app-config(\.demo)?\.yaml$/.test(file),
    pattern: /\$\{(\w+)/g,
    readme: 'packages/backend/README.md',
  },
  {
    what: 'variable',
    inTable: true,
    declares: file => file === 'app-config.production.yaml',
    pattern: /^[^#\n]*\$\{(\w+)/gm,
    readme: 'docs/production.md',
  },
  {
    what: 'extension',
    declares: file => file === 'plugins/odoo/src/plugin.tsx',
    pattern: /^ {2}name: '([\w-]+)'/gm,
    readme: 'plugins/odoo/README.md',
  },
  {
    what: 'export of ./legacy',
    declares: file => file === 'plugins/odoo/src/legacy.ts',
    pattern: /^export (?:const|function) (?!odooPlugin\b)(\w+)/gm,
    readme: 'plugins/odoo/README.md',
  },
];

function namesProblems(files, textOf) {
  return NAMED.flatMap(({ what, inTable, declares, pattern, readme }) => {
    const text = (textOf(readme) ?? '')
      .split('\n')
      .map(line => (inTable ? /^\|([^|]*)\|/.exec(line)?.[1] ?? '' : line))
      .join('\n');
    const names = files
      .filter(({ file }) => declares(file))
      .flatMap(({ text: code }) =>
        [...code.matchAll(pattern)].map(match => match[1]),
      );
    return [...new Set(names)]
      .filter(
        name => !new RegExp(`(?<![\\w.])${name}(?![\\w-]|\\.\\w)`).test(text),
      )
      .map(name => `${readme}: says nothing of the ${what} '${name}'.`);
  });
}

/** An adapter has a README of its own, and the backend's leads there. */
function adapterProblems(files, textOf) {
  const readme = `${BACKEND}/README.md`;
  const folders = files
    .map(
      ({ file }) =>
        /^plugins\/odoo-backend\/(src\/adapters\/[^/]+\/[^/]+)\/index\.ts$/.exec(
          file,
        )?.[1],
    )
    .filter(Boolean);
  return folders.flatMap(folder =>
    [
      textOf(`${BACKEND}/${folder}/README.md`) === undefined &&
        `${BACKEND}/${folder}: an adapter has a README that says what it was verified against.`,
      !textOf(readme)?.includes(`(${folder}/README.md)`) &&
        `${readme}: no link to the adapter ${folder}/README.md.`,
    ].filter(Boolean),
  );
}

/** Paths of the keys that a package's config.d.ts declares: leaves, and what holds them. */
function configKeys(sources) {
  const interfaces = new Map();
  for (const { file, text } of sources) {
    ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
      .statements.filter(ts.isInterfaceDeclaration)
      .forEach(node => interfaces.set(node.name.text, node.members));
  }
  const leaves = new Set();
  const inner = new Set();

  function membersOf(type) {
    if (ts.isTypeLiteralNode(type)) return type.members;
    return ts.isTypeReferenceNode(type)
      ? interfaces.get(type.typeName.getText())
      : undefined;
  }
  function walk(members, prefix) {
    for (const member of members) {
      if (!ts.isPropertySignature(member)) continue;
      const name = ts.isStringLiteral(member.name)
        ? member.name.text
        : member.name.getText();
      const key = prefix ? `${prefix}.${name}` : name;
      const isList =
        ts.isTypeReferenceNode(member.type) &&
        member.type.typeName.getText() === 'Array';
      const held = membersOf(
        isList ? member.type.typeArguments[0] : member.type,
      );
      if (held) {
        inner.add(key);
        walk(held, key);
      } else {
        leaves.add(key);
      }
    }
  }
  walk(interfaces.get('Config') ?? [], '');
  return { leaves, inner };
}

/** The keys that the table of the section Config names: `a.b`, `.c` for a neighbour, `a.…Hours` for all that end so. */
function listedKeys(readme) {
  const section = /^## Config\n([^]*?)(?=^## |$(?![^]))/m.exec(readme)?.[1];
  const keys = [];
  for (const [, cell] of (section ?? '').matchAll(/^\| *(`[^|]*?) *\|/gm)) {
    let last = '';
    for (const [, token] of cell.matchAll(/`([^`]+)`/g)) {
      const key = token.startsWith('.')
        ? last.replace(/\.[^.]*$/, token)
        : token;
      last = key;
      keys.push(key.replace(/\[\]/g, ''));
    }
  }
  return keys;
}

function isListed(leaf, keys) {
  return keys.some(key => {
    if (key.includes('…')) {
      const [start, end] = key.split('…');
      return leaf.startsWith(start) && leaf.endsWith(end);
    }
    return leaf === key || (key.includes('.') && leaf.startsWith(`${key}.`));
  });
}

function configProblems(files, textOf) {
  const folders = files
    .filter(({ file }) =>
      /^(packages|plugins)\/[^/]+\/config\.d\.ts$/.test(file),
    )
    .map(({ file }) => path.posix.dirname(file));
  return folders.flatMap(folder => {
    const { leaves, inner } = configKeys(
      files.filter(
        ({ file }) =>
          path.posix.dirname(file) === folder &&
          /\/config(\.\w+)?\.d\.ts$/.test(file),
      ),
    );
    const readme = `${folder}/README.md`;
    const keys = listedKeys(textOf(readme) ?? '');
    return [
      ...[...leaves]
        .filter(leaf => !isListed(leaf, keys))
        .map(
          leaf =>
            `${readme}: the table under Config says nothing of '${leaf}'.`,
        ),
      ...keys
        .filter(
          key =>
            /^[a-z]\w*(\.\w+)+$/.test(key) &&
            !leaves.has(key) &&
            !inner.has(key),
        )
        .map(key => `${readme}: no config.d.ts has the key '${key}'.`),
    ];
  });
}

/** Every package tells what it is. */
function missingReadmes(files, textOf) {
  return files
    .map(
      ({ file }) =>
        /^((?:packages|plugins)\/[^/]+)\/package\.json$/.exec(file)?.[1],
    )
    .filter(folder => folder && textOf(`${folder}/README.md`) === undefined)
    .map(folder => `${folder}: a package has a README.`);
}

function readmeProblems(files) {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const textOf = file => texts.get(file);
  return [
    ...missingReadmes(files, textOf),
    ...configProblems(files, textOf),
    ...namesProblems(files, textOf),
    ...adapterProblems(files, textOf),
  ];
}

module.exports = { readmeProblems };
