import { isUtf8 } from 'node:buffer';
import { toUSVString } from 'node:util';
import type { JsonValue } from '@backstage/types';
import { jsonPath } from '@odoo-fleet/backstage-plugin-odoo-node';
import { RefusedRequestError } from './RefusedRequestError';

/** Deeper than any event needs, shallower than any stack. */
const MAX_DEPTH = 64;

const whiteSpace = [' ', '\t', '\n', '\r'];

function refuse(path: string, message: string): never {
  throw new RefusedRequestError(400, path, message);
}

function checkText(text: string, path: string): void {
  if (text.includes('\0')) {
    refuse(path, 'holds a NUL character, which no database text can hold');
  }
  if (toUSVString(text) !== text) {
    refuse(path, 'holds half of a surrogate pair, which is no Unicode text');
  }
}

/**
 * Counts the keys of a tree in which nothing stands out; undefined when something does. A third of all that an event costs would
 * else be paths to what is in order.
 */
function countPlainKeys(value: JsonValue, depth: number): number | undefined {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? 0 : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  if (depth >= MAX_DEPTH) {
    return undefined;
  }
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      const within = countPlainKeys(item, depth + 1);
      if (within === undefined) {
        return undefined;
      }
      count += within;
    }
    return count;
  }
  for (const key of Object.keys(value)) {
    const within =
      key === '__proto__'
        ? undefined
        : countPlainKeys(value[key] as JsonValue, depth + 1);
    if (within === undefined) {
      return undefined;
    }
    count += within + 1;
  }
  return count;
}

/** Position behind the string that begins with the quote at `start`. */
function endOfString(text: string, start: number): number {
  let end = start;
  let isEscaped: boolean;
  do {
    end = text.indexOf('"', end + 1);
    let backslash = end - 1;
    while (text[backslash] === '\\') {
      backslash -= 1;
    }
    isEscaped = (end - backslash) % 2 === 0;
  } while (isEscaped);
  return end + 1;
}

/** Counts the keys in a valid JSON text: strings before a colon. Quotes stand nowhere else than around strings. */
function countWrittenKeys(text: string): number {
  let count = 0;
  let quote = text.indexOf('"');
  while (quote !== -1) {
    let place = endOfString(text, quote);
    while (whiteSpace.includes(text[place])) {
      place += 1;
    }
    if (text[place] === ':') {
      count += 1;
    }
    quote = text.indexOf('"', place);
  }
  return count;
}

/** Says what is wrong and where. Walks without recursion, since depth is the sender's choice. Counts keys. */
function checkTree(root: JsonValue, rootPath: string): number {
  let keys = 0;
  type Place = readonly [JsonValue, readonly (string | number)[]];
  const open: Place[] = [[root, []]];
  for (let place = open.pop(); place; place = open.pop()) {
    const [value, at] = place;
    if (typeof value === 'string') {
      checkText(value, jsonPath(rootPath, at));
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) {
        refuse(jsonPath(rootPath, at), 'is a number beyond all limits');
      }
    } else if (typeof value === 'object' && value !== null) {
      if (at.length >= MAX_DEPTH) {
        refuse(rootPath, `nests deeper than ${MAX_DEPTH} levels`);
      }
      if (Array.isArray(value)) {
        value.forEach((item, index) => open.push([item, [...at, index]]));
      } else {
        for (const key of Object.keys(value)) {
          keys += 1;
          if (key === '__proto__') {
            refuse(jsonPath(rootPath, at), 'holds the key __proto__');
          }
          checkText(key, jsonPath(rootPath, at));
          open.push([value[key] as JsonValue, [...at, key]]);
        }
      }
    }
  }
  return keys;
}

/**
 * Parses JSON that comes from outside: UTF-8, each key once, no `__proto__`, no NUL, no lone surrogate, no number beyond all
 * limits, at most 64 levels. `JSON.parse` alone would silently keep the last of two equal keys, so two readers of one text could
 * see two facts.
 */
export function parseStrictJson(body: Buffer, rootPath = '$'): JsonValue {
  if (!isUtf8(body)) {
    refuse(rootPath, 'is no UTF-8 text');
  }
  const text = body.toString('utf8');
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // The engine's own message quotes the text, which may hold a secret
    return refuse(rootPath, 'is no valid JSON');
  }
  // In UTF-8 text half a surrogate pair can only be written with an escape, and so can NUL
  const keys =
    (text.includes('\\u') ? undefined : countPlainKeys(value, 0)) ??
    checkTree(value, rootPath);
  if (countWrittenKeys(text) !== keys) {
    refuse(rootPath, 'holds an object in which a key stands twice');
  }
  return value;
}
