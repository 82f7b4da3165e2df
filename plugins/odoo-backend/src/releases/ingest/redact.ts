const REDACTED = '[redacted]';

/** Names of fields whose value nobody but their owner should read. */
const secretName =
  '[\\w.-]*(?:authorization|token|passw(?:or)?d|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|credential|cookie|session|signature)[\\w.-]*';

const rules: readonly [RegExp, string][] = [
  // PEM blocks, whole or cut off
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    REDACTED,
  ],
  // "name": "value" and "name": value in JSON, with any escapes, or cut off
  [
    new RegExp(
      `("${secretName}"\\s*:\\s*)"(?:[^"\\\\]|\\\\.){0,65536}"?`,
      'gi',
    ),
    `$1"${REDACTED}"`,
  ],
  [
    new RegExp(`("${secretName}"\\s*:\\s*)[^\\s",}\\]\\[{]+`, 'gi'),
    `$1"${REDACTED}"`,
  ],
  // name=value and name: value in text, e.g. in a log that a pipeline quotes
  [
    new RegExp(
      `\\b(${secretName}\\s*[=:]\\s*)(?:bearer |basic )?[^\\s"',;&]+`,
      'gi',
    ),
    `$1${REDACTED}`,
  ],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  // https://user:password@host
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"']{1,512}@/gi, `$1${REDACTED}@`],
  // JSON Web Tokens and tokens of the usual forges and clouds
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, REDACTED],
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[A-Z0-9]{12,}|hvs\.[\w-]{16,})/g,
    REDACTED,
  ],
];

/** Takes out what looks like a secret. No promise: it is why the list has a permission of its own and forgets after days. */
export function redact(text: string): string {
  return rules.reduce(
    (redacted, [pattern, replacement]) =>
      redacted.replace(pattern, replacement),
    text,
  );
}
