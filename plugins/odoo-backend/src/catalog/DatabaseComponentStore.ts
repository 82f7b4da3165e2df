import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import type { ComponentStore } from './ComponentStore';
import { selectIn } from './DatabaseRowsStore';
import type { DeclaredEnvironment } from './EnvironmentStore';

interface ComponentRow {
  environment_ref: string;
  component_ref: string;
}

/** {@link ComponentStore} on SQLite and PostgreSQL. */
export class DatabaseComponentStore implements ComponentStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DatabaseComponentStore {
    return new DatabaseComponentStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  getComponents(
    environmentRefs: readonly string[],
  ): Promise<Map<string, string[]>> {
    return this.#group('environment_ref', 'component_ref', environmentRefs);
  }

  getEnvironmentsOn(
    componentRefs: readonly string[],
  ): Promise<Map<string, string[]>> {
    return this.#group('component_ref', 'environment_ref', componentRefs);
  }

  async #group(
    by: keyof ComponentRow,
    give: keyof ComponentRow,
    values: readonly string[],
  ): Promise<Map<string, string[]>> {
    const groups = new Map<string, string[]>();
    const rows = await selectIn<ComponentRow>(
      this.#knex,
      'environment_components',
      by,
      values,
    );
    for (const row of rows) {
      groups.set(row[by], [...(groups.get(row[by]) ?? []), row[give]]);
    }
    groups.forEach(group => group.sort());
    return groups;
  }
}

/** Fields of a descriptor that name what the environment shares, or may share, with others. */
const sharedField =
  /^spec\.(?:platformComponents\[\d+\]|database\.server|redis\.server)$/;

const keyOf = (row: ComponentRow) =>
  `${row.environment_ref} ${row.component_ref}`;

/** Writes what environments stand on: the whole, or what there is of these references. */
export async function replaceComponents(
  tx: Knex.Transaction,
  environments: readonly DeclaredEnvironment[],
  within?: readonly string[],
): Promise<void> {
  const wanted = new Map<string, ComponentRow>();
  for (const { environmentRef, references } of environments) {
    for (const { field, entityRef } of references) {
      if (sharedField.test(field)) {
        const row = {
          environment_ref: environmentRef,
          component_ref: entityRef,
        };
        wanted.set(keyOf(row), row);
      }
    }
  }
  const stored: ComponentRow[] = within
    ? await selectIn<ComponentRow>(
        tx,
        'environment_components',
        'environment_ref',
        within,
      )
    : await tx('environment_components').select('*');
  const known = new Set(stored.map(keyOf));
  for (const row of stored.filter(item => !wanted.has(keyOf(item)))) {
    await tx('environment_components')
      .where({ ...row })
      .delete();
  }
  const added = [...wanted.values()].filter(row => !known.has(keyOf(row)));
  for (const batch of inBatches(added)) {
    await tx('environment_components').insert(batch);
  }
}
