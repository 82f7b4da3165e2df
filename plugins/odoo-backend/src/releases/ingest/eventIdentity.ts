import type { JsonValue } from '@backstage/types';
import type { CloudEvent } from '@odoo-fleet/backstage-plugin-odoo-node';
import { sha256, sha256OfJson } from '../../platform/sha256';

/** Identity of an event, short enough for an index: source and id may have 512 characters each. */
export function eventKey(source: string, id: string): string {
  return sha256OfJson([source, id]);
}

/** JSON with keys in order, so that two ways to write the same facts have the same bytes. Values of JSON only. */
export function canonicalJson(value: JsonValue | undefined): string {
  if (Array.isArray(value)) {
    let items = '';
    for (const item of value) {
      items += `${items && ','}${canonicalJson(item)}`;
    }
    return `[${items}]`;
  }
  if (typeof value === 'object' && value !== null) {
    let members = '';
    for (const key of Object.keys(value).sort()) {
      const member = value[key];
      if (member !== undefined) {
        members += `${members && ','}${JSON.stringify(key)}:${canonicalJson(
          member,
        )}`;
      }
    }
    return `{${members}}`;
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
