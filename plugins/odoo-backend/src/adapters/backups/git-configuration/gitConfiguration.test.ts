import type { BackupObservationOf } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import {
  describeBackupSourceReaderContract,
  PlayedClusterReader,
  type PlayedContents,
} from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { gitConfigurationAdapter } from '.';
import { GitHost, TREE } from './__testUtils__/GitHost';

const SHOP = 'tenants/shop/production';
const CAFE = 'tenants/cafe/production';
const APPLICATIONS = 'applications.argoproj.io';

const settings = {
  repository: 'https://git.example.test/platform/fleet',
  tree: TREE,
  argocd: ['played'],
  timeoutSeconds: 1,
};

const application = (
  path: string,
  status: Record<string, unknown>,
  repoURL = 'git@git.example.test:platform/fleet.git',
) => ({
  metadata: { name: path.replaceAll('/', '-'), namespace: 'argocd' },
  spec: {
    source: { repoURL, path, helm: { values: 'password: ghp_planted' } },
  },
  status,
});

const objects: PlayedContents = {
  [APPLICATIONS]: [
    application(SHOP, {
      reconciledAt: '2026-11-22T07:58:00Z',
      sync: { status: 'Synced', revision: 'abc123' },
      operationState: { phase: 'Succeeded', message: 'ghp_planted' },
    }),
    application(CAFE, { sync: { status: 'OutOfSync', revision: 'abc122' } }),
    application('tenants/shop/staging', { sync: { status: 'Synced' } }),
    // Another repository has a path of that name too
    application(
      'tenants/bar/production',
      { sync: { status: 'Synced' } },
      'https://git.example.test/platform/old-fleet',
    ),
  ],
};

let host: GitHost;
const clusters = new PlayedClusterReader();

beforeAll(() => {
  host = new GitHost();
  host.files = [
    'README.md',
    `${SHOP}/kustomization.yaml`,
    `${SHOP}/patches/web.yaml`,
    `${CAFE}/kustomization.yaml`,
    'tenants/bar/production/kustomization.yaml',
    'tenants/shop/production-old/kustomization.yaml',
  ];
  host.commits = { [SHOP]: '2026-11-20T09:30:00+01:00' };
});
afterAll(() => host.close());

function createReader(more: object = {}) {
  return gitConfigurationAdapter.createReader!({ ...settings, ...more }, {
    clusters,
    ...host.readers(),
    now: () => Date.now(),
  } as unknown as BackupReaderDeps)!;
}

describeBackupSourceReaderContract('git-configuration', async () => ({
  reader: createReader(),
  ids: [SHOP, CAFE],
  unknownId: 'tenants/nobody/production',
  kinds: ['configuration'],
  play: answer => {
    host.play(answer);
    clusters.play({
      kind: 'contents',
      contents: answer.kind === 'nothing' ? {} : objects,
    });
  },
  questions: () => host.asked.length + clusters.asked.length,
  mostQuestions: ids => 3 + ids,
}));

async function observed(
  id: string,
  contents: PlayedContents = objects,
  more: object = {},
) {
  host.play({ kind: 'facts' });
  clusters.play({ kind: 'contents', contents });
  const outcomes = await createReader(more).read({
    ids: [id],
    signal: new AbortController().signal,
  });
  const outcome = outcomes.get(id);
  if (outcome?.status !== 'observed') {
    throw new Error(JSON.stringify(outcome));
  }
  return outcome.value[0] as BackupObservationOf<'configuration'>;
}

describe('git-configuration', () => {
  it('says that the path is there and that what runs came from it', async () => {
    const value = await observed(SHOP);
    expect(value).toEqual({
      kind: 'configuration',
      path: {
        status: 'known',
        exists: true,
        lastChangedAt: '2026-11-20T08:30:00.000Z',
      },
      reconciliation: {
        status: 'known',
        by: 'argocd',
        state: 'synced',
        at: '2026-11-22T07:58:00.000Z',
        revision: 'abc123',
      },
    });
    expect(JSON.stringify(value)).not.toContain('ghp_');
    // Slashes and dots that say nothing
    expect(await observed(`./${SHOP}/`)).toEqual(value);
  });

  it('says that what runs differs from Git, or that the last sync failed', async () => {
    expect((await observed(CAFE)).reconciliation).toMatchObject({
      state: 'out-of-sync',
    });
    const failed = await observed(CAFE, {
      [APPLICATIONS]: [
        application(CAFE, { sync: { status: 'Synced' } }),
        application(CAFE, {
          sync: { status: 'Synced' },
          operationState: { phase: 'Failed' },
        }),
      ].map((object, i) => ({
        ...object,
        metadata: { ...object.metadata, name: `app-${i}` },
      })),
    });
    expect(failed.reconciliation).toMatchObject({ state: 'failed' });
  });

  it('says that a path which Argo CD still wants is gone from Git', async () => {
    expect(await observed('tenants/shop/staging')).toMatchObject({
      path: { status: 'known', exists: false },
      reconciliation: { status: 'known' },
    });
  });

  it('does not know of reconciliation by another repository, by nobody, or when it can not be asked', async () => {
    expect(
      (await observed('tenants/bar/production')).reconciliation,
    ).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/^Neither/),
    });
    expect(
      (await observed(SHOP, objects, { argocd: [] })).reconciliation,
    ).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/names no cluster/),
    });
    expect(
      (await observed(SHOP, objects, { argocd: ['played', 'dead'] }))
        .reconciliation,
    ).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/did not answer/),
    });
    expect(
      (
        await observed(SHOP, {
          [APPLICATIONS]: [application(SHOP, { sync: { status: 'Unknown' } })],
        })
      ).reconciliation,
    ).toMatchObject({ status: 'unknown' });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, object]>([
    [
      'applied',
      {},
      {
        lastAppliedRevision: 'main@sha1:abc123',
        conditions: [{ type: 'Ready', status: 'True' }],
      },
      { status: 'known', by: 'flux', state: 'synced' },
    ],
    [
      'failed',
      {},
      { conditions: [{ type: 'Ready', status: 'False' }] },
      { status: 'known', by: 'flux', state: 'failed' },
    ],
    ['not looked at', {}, {}, { status: 'unknown' }],
    [
      'suspended',
      { suspend: true },
      { conditions: [{ type: 'Ready', status: 'True' }] },
      { status: 'unknown' },
    ],
  ])(
    'reads a Kustomization of Flux that is %s',
    async (_, spec, status, expected) => {
      const { reconciliation } = await observed(
        SHOP,
        {
          'kustomizations.kustomize.toolkit.fluxcd.io': [
            {
              metadata: { name: 'shop', namespace: 'flux-system' },
              spec: {
                path: `./${SHOP}`,
                sourceRef: { kind: 'GitRepository', name: 'fleet' },
                ...spec,
              },
              status,
            },
          ],
          'gitrepositories.source.toolkit.fluxcd.io': [
            {
              metadata: { name: 'fleet', namespace: 'flux-system' },
              spec: { url: 'ssh://git@git.example.test:22/platform/fleet.git' },
            },
          ],
        },
        { argocd: [], flux: ['played'] },
      );
      expect(reconciliation).toMatchObject(expected);
    },
  );

  it('says nothing of a change that it knows nothing of, or that is still to come', async () => {
    expect((await observed(CAFE)).path).toEqual({
      status: 'known',
      exists: true,
    });
    host.commits = { ...host.commits, [CAFE]: '2199-01-01T00:00:00Z' };
    expect((await observed(CAFE)).path).not.toHaveProperty('lastChangedAt');
    const { [CAFE]: _, ...others } = host.commits;
    host.commits = others;
  });

  it('asks when a path was changed once for each state of the branch', async () => {
    host.play({ kind: 'facts' });
    clusters.play({ kind: 'contents', contents: objects });
    const reader = createReader();
    const askedOf = async (paths: string[]) => {
      host.asked.length = 0;
      await reader.read({
        ids: paths,
        signal: new AbortController().signal,
      });
      return host.asked.filter(url => url.includes('/commits?')).length;
    };
    expect(await askedOf([SHOP])).toBe(1);
    expect(await askedOf([SHOP])).toBe(0);
    host.commit = 'abcdef';
    expect(await askedOf([SHOP])).toBe(1);
  });

  it('takes a branch that is not there for no answer, not for absence', async () => {
    host.play({ kind: 'facts' });
    const outcomes = await createReader({
      tree: TREE.replace('main', 'gone'),
    }).read({ ids: [SHOP], signal: new AbortController().signal });
    expect(outcomes.get(SHOP)).toMatchObject({
      status: 'unreachable',
      message: expect.stringMatching(/no such repository or branch/),
    });
  });

  it('does not read from a host that the portal does not read from', async () => {
    const outcomes = await createReader({
      tree: 'http://169.254.169.254/a/b/tree/main',
    }).read({ ids: [SHOP], signal: new AbortController().signal });
    expect(outcomes.get(SHOP)).toMatchObject({ status: 'unauthorised' });
  });

  it('refuses settings that are none', () => {
    for (const wrong of [{ tree: 'file:///etc' }, { token: 'x' }]) {
      expect(() => createReader(wrong)).toThrow(/^settings/);
    }
  });
});
