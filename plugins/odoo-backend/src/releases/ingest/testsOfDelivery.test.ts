import { storeDatabases } from '../../platform/__testUtils__/testDatabases';
import { cdevent, deployed, digestOf } from '../__testUtils__/cdevents';
import { createReplica, environmentOf } from '../__testUtils__/ingestHarness';

jest.setTimeout(60_000);

const databases = storeDatabases();
const source = 'https://ci.example.org/acme';
const production = environmentOf('acme-production', [
  { source, environmentId: 'prod' },
]);
const staging = environmentOf('acme-staging', [
  { source, environmentId: 'staging' },
]);
const bora = environmentOf('bora-production', [
  { source: 'https://ci.example.org/bora', environmentId: 'prod' },
]);

const tests = (environmentId: string, outcome: string, chainId?: string) =>
  cdevent({
    id: `tests-${environmentId}-${chainId}`,
    source,
    type: 'dev.cdevents.testsuiterun.finished.0.3.0',
    chainId,
    content: {
      environment: { id: environmentId },
      outcome,
      testSuite: { id: 'pos' },
    },
  });

const release = (environmentId: string, from = source) =>
  deployed(environmentId, digestOf('a'), {
    id: `deployed-${environmentId}-${from}`,
    source: from,
    chainId: 'delivery-1',
  });

describe.each(databases.each())('tests of a delivery on %s', id => {
  async function outcomes(...events: object[]) {
    const replica = createReplica(await databases.migrated(id));
    await replica.project([production, staging, bora]);
    for (const event of events) {
      await replica.post([event]);
    }
    return Object.fromEntries(
      (await replica.readModel()).map(row => {
        const { environmentRef, facts } = JSON.parse(row.release);
        return [
          environmentRef.replace('odooenvironment:default/', ''),
          facts.tests?.value.outcome,
        ];
      }),
    );
  }

  it.each([
    ['before', [tests('staging', 'pass', 'delivery-1'), release('prod')]],
    ['after', [release('prod'), tests('staging', 'pass', 'delivery-1')]],
  ])('that ran on staging %s the release concern it', async (_, events) => {
    expect(await outcomes(...events)).toEqual({
      'acme-production': 'success',
    });
  });

  it('concern staging as well, and nobody whose pipeline is another', async () => {
    expect(
      await outcomes(
        release('staging'),
        release('prod', 'https://ci.example.org/bora'),
        tests('staging', 'fail', 'delivery-1'),
      ),
    ).toEqual({ 'acme-staging': 'failure', 'bora-production': undefined });
  });

  it('of another delivery, or of none, concern no release', async () => {
    expect(
      await outcomes(
        release('prod'),
        tests('staging', 'pass', 'delivery-2'),
        tests('prod', 'pass'),
      ),
    ).toEqual({ 'acme-production': undefined });
  });
});
