// A type is declared once and imported; a copy drifts. Compares the members of interfaces, type literals and zod objects with
// three members or more, whatever their names, order, comments and spacing. Knip does not see this.
const ts = require('typescript');

const LEAST_MEMBERS = 3;

function membersOf(node) {
  if (ts.isInterfaceDeclaration(node)) return node.members;
  if (ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type))
    return node.type.members;
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    /^(object|strictObject|looseObject)$/.test(node.expression.name.text) &&
    node.arguments[0] &&
    ts.isObjectLiteralExpression(node.arguments[0])
  ) {
    return node.arguments[0].properties;
  }
  return undefined;
}

function duplicateTypeProblems(files) {
  const printer = ts.createPrinter({ removeComments: true });
  const seen = new Map();
  for (const { file, text } of files) {
    if (
      !/^(packages|plugins)\/.*\.tsx?$/.test(file) ||
      /\.test\.|\.d\.ts$|\/(generated|__fixtures__)\//.test(file)
    )
      continue;
    const source = ts.createSourceFile(
      file,
      text,
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = node => {
      const members = membersOf(node);
      if (members && members.length >= LEAST_MEMBERS) {
        const body = members
          .map(member =>
            printer
              .printNode(ts.EmitHint.Unspecified, member, source)
              .replace(/[\s;,]+/g, ' ')
              .trim(),
          )
          .sort()
          .join('; ');
        const line =
          source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        seen.set(body, [...(seen.get(body) ?? []), { file, line }]);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...seen.values()]
    .filter(places => new Set(places.map(({ file }) => file)).size > 1)
    .map(
      places =>
        `the same type is declared in ${places
          .map(({ file, line }) => `${file}:${line}`)
          .join(' and ')}; declare it once and import it.`,
    );
}

module.exports = { duplicateTypeProblems };
