import fc from 'fast-check';
import {
  repositoryUrl,
  webhooks,
} from '../adapters/releases/github/__testUtils__/webhooks';
import { readWebhook } from '../adapters/releases/github/webhook';
import { storeDatabases } from '../platform/__testUtils__/testDatabases';
import { createReplica, environmentOf } from './__testUtils__/ingestHarness';

jest.setTimeout(120_000);

const databases = storeDatabases();

const events = [
  webhooks.approvedPull,
  webhooks.merged,
  webhooks.run,
  webhooks.check,
  webhooks.deployment,
  webhooks.deployed,
].flatMap(body => {
  const reading = readWebhook(body);
  return reading.status === 'read' ? reading.events : [];
});

describe.each(databases.each())('a reviewed commit on %s', id => {
  async function told(order: typeof events, atOnce: boolean) {
    const replica = createReplica(await databases.migrated(id));
    await replica.project([
      environmentOf('acme-production', [
        { source: repositoryUrl, environmentId: 'production' },
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
