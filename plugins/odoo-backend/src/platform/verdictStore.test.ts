import type { VerdictBase } from '@odoo-fleet/backstage-plugin-odoo-common';
import { storeDatabases } from './__testUtils__/testDatabases';
import { DatabaseVerdictStore } from './DatabaseVerdictStore';
import { isCurrent, toCached } from './VerdictStore';

const databases = storeDatabases();
const now = Date.UTC(2026, 10, 22, 12);

const verdict = (over: Partial<VerdictBase> = {}): VerdictBase => ({
  status: 'warning',
  reasons: [],
  ruleSetVersion: 'rules-1',
  validUntil: new Date(now + 60_000).toISOString(),
  ...over,
});
const cached = (environmentRef: string, over: Partial<VerdictBase> = {}) =>
  toCached(
    { environmentRef, subjectId: 'r1', inputsHash: 'h1' },
    verdict(over),
  );
const names = (count: number) =>
  Array.from({ length: count }, (_, n) => `e:${String(n).padStart(4, '0')}`);

describe.each(databases.each())('DatabaseVerdictStore on %s', id => {
  async function setUp() {
    const knex = await databases.migrated(id);
    const open = (capability: string, database = knex) =>
      DatabaseVerdictStore.create<VerdictBase>({ database, capability });
    return { knex, open, one: open('one'), other: open('other') };
  }

  it('gives back what was put last, and nothing of another capability', async () => {
    const { one, other } = await setUp();
    const forEver = cached('e:b', { status: 'ok', validUntil: undefined });
    await one.put([cached('e:a'), forEver]);
    await other.put([cached('e:a', { status: 'critical' })]);
    await one.put([cached('e:a', { status: 'unknown' })]);
    expect(await one.get(['e:a', 'e:b', 'e:a', 'e:c'])).toEqual(
      new Map([
        ['e:a', cached('e:a', { status: 'unknown' })],
        ['e:b', forEver],
      ]),
    );
    expect(forEver).not.toHaveProperty('validUntil');

    await one.remove(['e:a', 'e:c']);
    expect([...(await one.get(['e:a', 'e:b'])).keys()]).toEqual(['e:b']);
    expect([...(await other.get(['e:a'])).keys()]).toEqual(['e:a']);
  });

  it('takes more at once than fit one statement, and pages them in order', async () => {
    const { one, other } = await setUp();
    const all = names(1203);
    await one.put([...all].reverse().map(ref => cached(ref)));
    await other.put([cached('e:0100x')]);
    expect((await one.get(all)).size).toBe(all.length);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await one.listEnvironmentRefs(after, 500);
      seen.push(...page);
      after = page.length < 500 ? undefined : page.at(-1);
    } while (after !== undefined);
    expect(seen).toEqual(all);
    await one.remove(all.slice(0, 1202));
    expect(await one.listEnvironmentRefs(undefined, 10)).toEqual(['e:1202']);
  });

  it('is part of the transaction that it is made on', async () => {
    const { knex, open, one } = await setUp();
    await expect(
      knex.transaction(async tx => {
        await open('one', tx).put([cached('e:a')]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect((await one.get(['e:a'])).size).toBe(0);
  });
});

describe('isCurrent', () => {
  const of = { subjectId: 'r1', inputsHash: 'h1' };

  it('holds until the instant at which time alone may change it, and not at it', () => {
    expect(isCurrent(cached('e:a'), of, now + 59_999)).toBe(true);
    expect(isCurrent(cached('e:a'), of, now + 60_000)).toBe(false);
    const forEver = cached('e:a', { validUntil: undefined });
    expect(isCurrent(forEver, of, now * 2)).toBe(true);
  });

  it('does not hold for other inputs, for another subject, or for nothing', () => {
    expect(isCurrent(cached('e:a'), { ...of, inputsHash: 'h2' }, now)).toBe(
      false,
    );
    expect(isCurrent(cached('e:a'), { ...of, subjectId: 'r2' }, now)).toBe(
      false,
    );
    expect(isCurrent(undefined, of, now)).toBe(false);
  });
});
