import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import { LastChanges } from './lastChanges';

const never = new AbortController().signal;
const TREE = 'https://gitlab.example/platform/teams/fleet/-/tree/feature%2Fone';

type Fetch = BackupReaderDeps['fetchText'];

function gitlab(fetchText: Fetch, tree = TREE) {
  return new LastChanges(tree, {
    gitHostApi: async () => ({
      type: 'gitlab',
      baseUrl: 'https://gitlab.example/api/v4',
      headers: { 'PRIVATE-TOKEN': 'own' },
    }),
    fetchText,
  });
}

const answering = (text: string) =>
  jest.fn<ReturnType<Fetch>, Parameters<Fetch>>(async () => ({
    status: 'observed',
    value: text,
    observedAt: 0,
  }));

describe('LastChanges', () => {
  it('asks GitLab for the newest commit of a path on the branch', async () => {
    const fetchText = answering(
      '[{"id":"ab","committed_date":"2026-11-20T11:00:00.000+02:00"}]',
    );
    const changes = await gitlab(fetchText).of(new Set(['a b/c']), 'x', never);
    expect(changes).toEqual(new Map([['a b/c', Date.UTC(2026, 10, 20, 9)]]));
    expect(fetchText.mock.calls[0]).toEqual([
      'https://gitlab.example/api/v4/projects/platform%2Fteams%2Ffleet/repository/commits?ref_name=feature%2Fone&path=a+b%2Fc&per_page=1',
      expect.objectContaining({ headers: { 'PRIVATE-TOKEN': 'own' } }),
    ]);
  });

  it.each(['<html>', '{}', '[]', '[{"committed_date":"soon"}]'])(
    'knows nothing by an answer like %j',
    async text => {
      expect(
        await gitlab(answering(text)).of(new Set(['a']), 'x', never),
      ).toEqual(new Map());
    },
  );

  it('asks nobody of a tree that is written otherwise, and no more of a host that refuses', async () => {
    const fetchText = answering('[]');
    await gitlab(fetchText, 'https://gitlab.example/%zz').of(
      new Set(['a']),
      'x',
      never,
    );
    expect(fetchText).not.toHaveBeenCalled();
    const refusing = jest.fn<ReturnType<Fetch>, Parameters<Fetch>>(
      async () => ({
        status: 'unreachable',
        message: 'answered 429',
        observedAt: 0,
      }),
    );
    const many = new Set(Array.from({ length: 50 }, (_, i) => `path-${i}`));
    expect((await gitlab(refusing).of(many, 'x', never)).size).toBe(0);
    expect(refusing.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('asks about a bounded number of paths in one reading, and about the others in the next', async () => {
    const fetchText = answering('[{"committed_date":"2026-11-20T11:00:00Z"}]');
    const many = new Set(Array.from({ length: 150 }, (_, i) => `path-${i}`));
    const changes = gitlab(fetchText);
    expect((await changes.of(many, 'x', never)).size).toBe(100);
    expect((await changes.of(many, 'x', never)).size).toBe(150);
    expect(fetchText).toHaveBeenCalledTimes(150);
  });

  it('ends with the reading that it is part of', async () => {
    const controller = new AbortController();
    const hanging: Fetch = (_, { signal }) =>
      new Promise((__, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
        }
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const reading = gitlab(hanging).of(new Set(['a']), 'x', controller.signal);
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});
