// Links within the repository lead to a file or folder that is there, and to a heading that is in it. A picture that no page
// shows is renewed for nobody.
const path = require('node:path');

const LINK = /\]\(\s*([^)\s]+)[^)]*\)|\b(?:src|srcset|href)="([^"]+)"/g;
const PICTURES = /^docs\/images\//;

/** Markdown without code: what stands there only looks like links and headings. */
function prose(text) {
  return text
    .replace(/^( *)(```+|~~~+)[^]*?^\1\2/gm, block =>
      block.replace(/[^\n]/g, ''),
    )
    .replace(/`[^`\n]*`/g, code => code.replace(/[[\]()]/g, ' '));
}

/** The fragments of a page's headings, as GitHub makes them. */
function fragmentsOf(text) {
  const seen = new Map();
  return new Set(
    [...prose(text).matchAll(/^#{1,6} +(.+?)#* *$/gm)].map(([, heading]) => {
      const slug = heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

/** `paths` are all files, pictures included; `files` those with a text. */
function brokenLinkProblems(files, paths = files.map(({ file }) => file)) {
  const pages = new Map(
    files
      .filter(({ file }) => /\.md$/.test(file))
      .map(({ file, text }) => [file, text]),
  );
  const isThere = target =>
    target === '.' ||
    paths.some(file => file === target || file.startsWith(`${target}/`));
  const linked = new Set();
  const problems = [];

  for (const [page, text] of pages) {
    const clean = prose(text);
    for (const match of clean.matchAll(LINK)) {
      const address = match[1] ?? match[2];
      const where = `${page}:${clean.slice(0, match.index).split('\n').length}`;
      if (/^[a-z][a-z+.-]*:/i.test(address)) continue;
      const [file, fragment] = address.split('#');
      const target = file
        ? path.posix
            .join(path.posix.dirname(page), decodeURI(file))
            .replace(/\/$/, '')
        : page;
      linked.add(target);
      if (file.startsWith('/') || !isThere(target)) {
        problems.push(`${where}: '${address}' leads nowhere.`);
      } else if (
        fragment &&
        pages.has(target) &&
        !fragmentsOf(pages.get(target)).has(fragment)
      ) {
        problems.push(`${where}: ${target} has no heading '#${fragment}'.`);
      }
    }
  }
  const unseen = paths.filter(file => PICTURES.test(file) && !linked.has(file));
  return [
    ...problems,
    ...unseen.map(file => `${file}: no page shows this picture.`),
  ];
}

module.exports = { brokenLinkProblems };
