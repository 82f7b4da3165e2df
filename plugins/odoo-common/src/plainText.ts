/** Printable ASCII in words with one space between: most texts are, and need not be looked at by the dearer rules. */
const plainAlready = /^[!-~]+(?: [!-~]+)*$/;

/**
 * Text that somebody else wrote, made fit for a sentence of ours: one line, no control or direction-changing characters, at
 * most `max` characters. It stays text: whoever shows it must not read it as markup.
 *
 * @public
 */
export function plainText(text: string, max = 80): string {
  if (text.length <= max && plainAlready.test(text)) {
    return text;
  }
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  if (line.length <= max) {
    return line;
  }
  const characters = Array.from(line);
  return characters.length <= max
    ? line
    : `${characters.slice(0, max - 1).join('')}…`;
}

/** `1240` as `1,240`: without Intl, which is slow and depends on where it runs. */
export function sayNumber(value: number): string {
  if (value >= 0 && value < 1000) {
    return String(value);
  }
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 module`, `7 modules`. */
export function sayCount(
  value: number,
  noun: string,
  plural = `${noun}s`,
): string {
  return `${sayNumber(value)} ${value === 1 ? noun : plural}`;
}
