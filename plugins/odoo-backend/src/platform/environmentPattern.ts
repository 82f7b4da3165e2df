/** A pattern of references of environments as the config writes it, in lower case: `*` stands for any characters. */
export function patternToRegExp(pattern: string): RegExp {
  const source = pattern
    .split(/\*+/)
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 's');
}
