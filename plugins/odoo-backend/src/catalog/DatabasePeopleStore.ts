import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import { selectIn } from './DatabaseRowsStore';
import type { CatalogSnapshot } from './EnvironmentStore';

export interface PersonRow {
  identifier: string;
  user_ref: string;
}

/** The User that each identifier maps to; identifiers that map to none or to more than one are left out. */
export function usersOf(
  rows: readonly PersonRow[],
  identifiers: readonly string[],
): Map<string, string> {
  const claims = new Map<string, string[]>();
  for (const { identifier, user_ref: userRef } of rows) {
    claims.set(identifier, [...(claims.get(identifier) ?? []), userRef]);
  }
  const people = new Map<string, string>();
  for (const identifier of identifiers) {
    const users = claims.get(identifier.toLowerCase()) ?? [];
    if (users.length === 1) {
      people.set(identifier, users[0]);
    }
  }
  return people;
}

/** Writes who may be meant by which name, of all Users or of these; what stays is not touched. */
export async function replacePeople(
  tx: Knex.Transaction,
  people: CatalogSnapshot['people'],
  within?: readonly string[],
): Promise<void> {
  const keyOf = (row: PersonRow) =>
    JSON.stringify([row.identifier, row.user_ref]);
  const wanted = new Map<string, PersonRow>();
  for (const { identifier, userRef } of people) {
    const row = { identifier: identifier.toLowerCase(), user_ref: userRef };
    wanted.set(keyOf(row), row);
  }
  const stored: PersonRow[] = within
    ? await selectIn<PersonRow>(tx, 'people', 'user_ref', within)
    : await tx<PersonRow>('people').select('identifier', 'user_ref');
  const storedKeys = new Set(stored.map(keyOf));
  for (const row of stored.filter(person => !wanted.has(keyOf(person)))) {
    await tx<PersonRow>('people').where(row).delete();
  }
  const missing = [...wanted.values()].filter(
    row => !storedKeys.has(keyOf(row)),
  );
  for (const batch of inBatches(missing)) {
    await tx('people').insert(batch).onConflict().ignore();
  }
}
