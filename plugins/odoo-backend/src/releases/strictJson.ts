import { isUtf8 } from 'node:buffer';
import { toUSVString } from 'node:util';
import type { JsonValue } from '@backstage/types';
import { jsonPath } from '@odoo-fleet/backstage-plugin-odoo-node';
import { RefusedRequestError } from './RefusedRequestError';

/** Deeper than any event needs, shallower than any stack. */
const MAX_DEPTH = 64;

/** Each string of a valid JSON text, with the colon when it is a key: quotes stand nowhere else. */
const stringToken = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

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

/** Walks without recursion, since depth is the sender's choice. Counts keys. */
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
  const keys = checkTree(value, rootPath);
  let written = 0;
  for (const token of text.matchAll(stringToken)) {
    written += token[1] === undefined ? 0 : 1;
  }
  if (written !== keys) {
    refuse(rootPath, 'holds an object in which a key stands twice');
  }
  return value;
}
