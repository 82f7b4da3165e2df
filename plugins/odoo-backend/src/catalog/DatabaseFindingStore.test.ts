import type { Knex } from 'knex';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';
import { DatabaseFindingStore } from './DatabaseFindingStore';
import type { FindingVisibility, FoundProblem } from './FindingStore';

const at = 1_795_000_000_000;
const acme = 'odooenvironment:default/acme';
const bolt = 'odooenvironment:default/bolt';
const tenant = 'odootenant:default/acme';

const problem = (
  subject: string,
  more: Partial<FoundProblem> = {},
): FoundProblem => ({
  kind: 'dangling-reference',
  severity: 'warning',
  subject,
  message: `about ${subject}`,
  remedy: 'mend it',
  ...more,
});

const on = (environmentRef: string) => ({
  entityRef: environmentRef,
  environmentRef,
});

const everything: FindingVisibility = {
  environments: {},
  entityRefs: [tenant],
  platform: true,
};

describe('DatabaseFindingStore', () => {
  const databases = storeDatabases();

  describe.each(databases.each())('on %s', id => {
    let knex: Knex;
    let store: DatabaseFindingStore;

    const subjects = async (visible: FindingVisibility) =>
      (await store.list(visible, undefined, undefined, 100))
        .map(({ subject }) => subject)
        .sort();

    beforeAll(async () => {
      knex = await databases.migrated(id);
      store = DatabaseFindingStore.create({ knex });
      await DatabaseEnvironmentStore.create({ knex }).replace(
        {
          tenants: [],
          people: [],
          environments: ['acme', 'bolt'].map(name => ({
            environmentRef: `odooenvironment:default/${name}`,
            tenantRef: `odootenant:default/${name}`,
            ownerRef: `group:default/${name}`,
            title: name,
            stage: 'production',
            hosting: 'dedicated',
            series: '18.0',
            bindings: [],
            cluster: 'c',
            namespace: name,
            services: [],
            claims: [],
            references: [],
            derivedRefs: [],
            partRefs: [],
          })),
        },
        at,
      );
    });

    beforeEach(async () => {
      await knex('findings').delete();
      await store.replace(
        { kinds: ['dangling-reference', 'not-in-git'] },
        [
          problem('of acme', on(acme)),
          problem('of bolt', on(bolt)),
          problem('of the tenant', { entityRef: tenant }),
          problem('of nobody', { kind: 'not-in-git' }),
        ],
        at,
      );
    });

    it('remembers since when, and forgets what is not found again', async () => {
      await store.replace(
        { kinds: ['dangling-reference'] },
        [
          problem('of acme', { ...on(acme), message: 'in other words' }),
          problem('new', on(acme)),
        ],
        at + 60_000,
      );

      const found = await store.list(everything, undefined, undefined, 100);
      expect(
        found
          .map(f => [f.subject, f.message, f.firstSeenAt, f.lastSeenAt])
          .sort(),
      ).toEqual(
        [
          ['new', 'about new', 60_000, 60_000],
          ['of acme', 'in other words', 0, 60_000],
          // Of another kind, which nobody looked for
          ['of nobody', 'about of nobody', 0, 0],
        ].map(([subject, message, first, last]) => [
          subject,
          message,
          new Date(at + Number(first)).toISOString(),
          new Date(at + Number(last)).toISOString(),
        ]),
      );
    });

    it('replaces the findings of some entities alone', async () => {
      await store.replace(
        { kinds: ['dangling-reference'], entityRefs: [acme] },
        [],
        at + 1,
      );
      expect(await subjects(everything)).toEqual([
        'of bolt',
        'of nobody',
        'of the tenant',
      ]);
    });

    it.each([
      [
        'by condition',
        {
          environments: {
            permitted: (builder: Knex.QueryBuilder) => {
              builder.where('owner_ref', 'group:default/acme');
            },
          },
        },
        ['of acme'],
      ],
      ['by reference', { environments: { refs: [bolt] } }, ['of bolt']],
      [
        'an environment by its reference as an entity',
        { environments: { refs: [] }, entityRefs: [bolt, tenant] },
        ['of the tenant'],
      ],
      [
        'the platform',
        { environments: { refs: [] }, platform: true },
        ['of nobody'],
      ],
      ['nothing', { environments: { refs: [] } }, []],
    ])('shows %s, and nothing else', async (_, visible, expected) => {
      expect(
        await subjects({ entityRefs: [], platform: false, ...visible }),
      ).toEqual(expected);
    });

    it('pages by id without gap or repetition', async () => {
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const page = await store.list(everything, undefined, after, 1);
        if (page.length === 0) {
          break;
        }
        seen.push(page[0].subject);
        after = page[0].id;
      }
      expect(seen.sort()).toEqual(await subjects(everything));
    });

    it('names whoever has a finding about something', async () => {
      await expect(
        store.listEntitiesWith('dangling-reference', [
          'of the tenant',
          'of acme',
          'of nobody',
          'of somebody',
        ]),
      ).resolves.toEqual([acme, tenant]);
      await expect(
        store.listEntitiesWith('name-clash', ['of acme']),
      ).resolves.toEqual([]);
      await expect(
        store.listEntitiesWith('dangling-reference', []),
      ).resolves.toEqual([]);
    });

    it('names entities that are no environment it knows', async () => {
      await expect(store.listOtherEntities(undefined)).resolves.toEqual([
        tenant,
      ]);
      await expect(store.listOtherEntities('not-in-git')).resolves.toEqual([]);
    });
  });
});
