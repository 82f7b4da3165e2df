import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** A header and a body, as POSIX has them (ustar). */
function entry(path: string, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) =>
    value.toString(8).padStart(digits, '0');
  header.write(path, 0);
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  header.write(`${octal(body.length, 11)}\0${octal(0, 11)}\0`, 124);
  // The sum is made as if spaces stood in its place
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  const rest = Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, body, rest]);
}

/** Files by path, as `git archive` packs them below one folder. */
export function tarArchive(
  folder: string,
  files: ReadonlyMap<string, string>,
): Buffer {
  return gzipSync(
    Buffer.concat([
      ...[...files].map(([path, text]) => entry(`${folder}/${path}`, text)),
      Buffer.alloc(2 * BLOCK),
    ]),
  );
}
