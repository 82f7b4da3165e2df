import { DatabaseReads, readsAtOnce } from './DatabaseReadsStore';
import { storeDatabases } from './__testUtils__/testDatabases';
import type { Database } from './database';

jest.setTimeout(60_000);

const databases = storeDatabases();
const tenants = ['acme', 'bora', 'cord'].map((name, index) => ({
  tenant_ref: `odootenant:default/${name}`,
  owner_ref: 'group:default/it',
  title: name === 'bora' ? 'Why? "Bora"' : name,
  criticality: 'standard',
  time_zone: 'Europe/Paris',
  calendars: null,
  location: index === 0 ? 'file:/acme.yaml' : null,
  declared_at: 1_795_000_000_000 + index,
}));

describe.each(databases.each())('DatabaseReads on %s', databaseId => {
  let knex: Database;
  let statements: string[];

  beforeAll(async () => {
    knex = await databases.migrated(databaseId);
    await knex('tenants').insert(tenants);
    knex.on('query', ({ sql }) => statements.push(sql));
  });

  beforeEach(() => {
    statements = [];
  });

  const newest = () =>
    knex('tenants')
      .orderBy('declared_at', 'desc')
      .limit(1)
      .select('title', 'declared_at');
  const newestColumns = { title: 'text', declared_at: 'number' } as const;
  const located = (name: string) =>
    knex('tenants')
      .where('tenant_ref', `odootenant:default/${name}`)
      .select('location', 'title', 'tenant_ref');
  const locatedColumns = {
    location: 'text',
    title: 'text',
    tenant_ref: 'text',
  } as const;

  it('asks once for what several want, and gives each rows of their own', async () => {
    const reads = DatabaseReads.create({ database: knex });
    const [one, other, third] = await Promise.all([
      reads.rows<{ title: string }>(located('acme'), locatedColumns),
      reads.rows<{ title: string }>(located('acme'), locatedColumns),
      reads.rows<{ title: string }>(located('cord'), locatedColumns),
    ]);
    expect(statements).toHaveLength(1);
    expect(statements[0].match(/\) as p\b/g)).toHaveLength(2);
    expect(one).toEqual([expect.objectContaining({ title: 'acme' })]);
    one[0].title = 'changed';
    expect(other[0].title).toBe('acme');
    expect(third[0].title).toBe('cord');
  });

  it('gives each its own rows, of one statement', async () => {
    const reads = DatabaseReads.create({ database: knex });
    const [one, two, three, none] = await Promise.all([
      reads.rows<{ title: string; declared_at: number }>(
        newest(),
        newestColumns,
      ),
      reads.rows(located('acme'), locatedColumns),
      reads.rows(located('bora'), locatedColumns),
      reads.rows(located('nobody'), locatedColumns),
    ]);
    expect(statements).toHaveLength(1);
    expect(
      one.map(row => ({ ...row, declared_at: Number(row.declared_at) })),
    ).toEqual([{ title: 'cord', declared_at: 1_795_000_000_002 }]);
    const [acme, bora] = tenants.map(({ location, title, tenant_ref }) => ({
      location,
      title,
      tenant_ref,
    }));
    expect(two).toEqual([acme]);
    expect(three).toEqual([bora]);
    expect(none).toEqual([]);
    expect(await readsAtOnce.rows(located('bora'), locatedColumns)).toEqual(
      three,
    );
  });

  it('sends what follows from an answer together, too, and one statement at a time on a transaction', async () => {
    await knex.transaction(async database => {
      const reads = DatabaseReads.create({ database });
      const follow = async (name: string, depth: number): Promise<unknown> => {
        const rows = await reads.rows(located(name), locatedColumns);
        // However many steps somebody takes before asking on
        for (let step = 0; step < depth; step += 1) {
          await Promise.resolve();
        }
        return [rows, await reads.rows(located('bora'), locatedColumns)];
      };
      await Promise.all([follow('acme', 0), follow('cord', 7)]);
    });
    expect(statements.filter(sql => sql.startsWith('select'))).toHaveLength(2);
  });

  it('fails those who asked, and nobody after them', async () => {
    const reads = DatabaseReads.create({ database: knex });
    const bad = knex('no_such_table').select('title');
    const failed = await Promise.allSettled([
      reads.rows(bad, { title: 'text' }),
      reads.rows(located('acme'), locatedColumns),
    ]);
    expect(failed.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(await reads.rows(located('acme'), locatedColumns)).toHaveLength(1);
  });
});
