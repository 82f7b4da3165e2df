import fc from 'fast-check';
import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import { githubBodies, githubSource } from '../__testUtils__/githubBodies';
import { createReplica, environmentOf } from '../__testUtils__/ingestHarness';

jest.setTimeout(120_000);

const databases = storeDatabases();

const events = (
  [
    ['pull_request_review', 'approved-pull'],
    ['pull_request', 'merged'],
    ['workflow_run', 'run'],
    ['check_run', 'check'],
    ['deployment', 'deployment'],
    ['deployment_status', 'deployed'],
  ] as const
).map(([name, file]) => ({
  specversion: '1.0',
  id: file,
  source: githubSource,
  type: `com.github.${name}.${githubBodies[file].action}`,
  data: githubBodies[file],
}));

describe.each(databases.each())('a reviewed commit on %s', id => {
  async function told(order: typeof events, atOnce: boolean) {
    const replica = createReplica(await databases.migrated(id));
    await replica.project([
      environmentOf('acme-production', [
        { source: githubSource, environmentId: 'production' },
      ]),
    ]);
    for (const batch of atOnce ? [order] : order.map(event => [event])) {
      await replica.post(batch);
    }
    return replica.readModel();
  }

  it('brings its reviewers to the release that the merge went into', async () => {
    const [row, ...others] = await told(events, false);
    expect(others).toEqual([]);
    expect(JSON.parse(row.release).facts).toMatchObject({
      author: { value: 'jo' },
      approvers: { value: ['kim'] },
      approvals: {
        value: [
          {
            responder: 'kim',
            decision: 'approved',
            at: '2026-11-20T07:30:00.000Z',
          },
        ],
      },
      build: { value: { outcome: 'success' } },
      tests: { value: { outcome: 'failure', label: 'point of sale' } },
    });
  });

  it('does so in whatever order all of it comes', async () => {
    const expected = await told(events, false);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.boolean(),
        async (order, atOnce) => {
          expect(await told(order, atOnce)).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });
});
