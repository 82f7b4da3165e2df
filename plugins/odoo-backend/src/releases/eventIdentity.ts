import { createHash } from 'node:crypto';
import type { JsonValue } from '@backstage/types';
import type { CloudEvent } from '@odoo-fleet/backstage-plugin-odoo-node';

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Identity of an event, short enough for an index: source and id may have 512 characters each. */
export function eventKey(source: string, id: string): string {
  return sha256(JSON.stringify([source, id]));
}

/** JSON with keys in order, so that two ways to write the same facts have the same bytes. Values of JSON only. */
export function canonicalJson(value: JsonValue | undefined): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value)
      .filter(key => value[key] !== undefined)
      .sort()
      .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/**
 * Hash of what an event says. Order of keys, white space, mode of transport and extension attributes (tracing, routing) don't
 * count: a sender that repeats itself through another proxy says the same.
 */
export function bodyHash(event: CloudEvent): string {
  return sha256(
    canonicalJson([
      event.type,
      event.subject ?? null,
      event.time ?? null,
      event.data ?? null,
    ]),
  );
}

/** Hash of the inputs of a verdict. */
export function inputsHash(inputs: JsonValue): string {
  return sha256(canonicalJson(inputs));
}
