/** More documents than any report holds. */
const MAX_DOCUMENTS = 5000;

/** Where the document ends that begins at `from`, or nothing when it does not end. Only lists and objects are documents. */
function endOfDocument(text: string, from: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') {
        at++;
      } else if (character === '"') {
        quoted = false;
      }
    } else if (character === '"') {
      quoted = true;
    } else if (character === '[' || character === '{') {
      depth++;
    } else if (character === ']' || character === '}') {
      depth--;
      if (depth === 0) {
        return at + 1;
      }
    }
  }
  return undefined;
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * The JSON lists and objects of a text, one after the other with nothing but space between: what a tool prints that is asked several
 * times. Reads each character a bounded number of times.
 *
 * @returns nothing when there is anything else in it.
 */
export function readJsonDocuments(text: string): unknown[] | undefined {
  const whole = parsed(text);
  if (whole !== undefined) {
    return [whole.value];
  }
  const documents: unknown[] = [];
  let from = text.search(/\S/);
  while (from >= 0 && from < text.length) {
    const end = endOfDocument(text, from);
    const next = end === undefined ? undefined : parsed(text.slice(from, end));
    if (
      end === undefined ||
      next === undefined ||
      documents.length >= MAX_DOCUMENTS
    ) {
      return undefined;
    }
    documents.push(next.value);
    const rest = /\S/g;
    rest.lastIndex = end;
    from = rest.exec(text)?.index ?? -1;
  }
  return documents.length > 0 ? documents : undefined;
}
