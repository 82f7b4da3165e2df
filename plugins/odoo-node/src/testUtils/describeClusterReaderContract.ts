/* eslint-env jest */
import {
  ClusterReaderUnderTest,
  type OpenClusterReader,
} from './ClusterReaderUnderTest';
import { describeAbandonedReads } from './describeAbandonedReads';
import { describeReadFacts } from './describeReadFacts';
import { describeReadFailures } from './describeReadFailures';
import { describeRefusedReads } from './describeRefusedReads';

export type {
  ContractCluster,
  ContractLimits,
  OpenClusterReader,
} from './ClusterReaderUnderTest';

/** Two silences and a slow machine. */
const SLOW_TEST_MS = 60_000;

/**
 * Declares the tests that every `ClusterReader` has to pass. Call it in a test file of the implementation. The suite plays
 * the API server of a cluster itself.
 *
 * @public
 */
export function describeClusterReaderContract(
  name: string,
  open: OpenClusterReader,
): void {
  jest.setTimeout(SLOW_TEST_MS);

  describe(`contract of cluster readers: ${name}`, () => {
    const underTest = new ClusterReaderUnderTest();

    beforeAll(() => underTest.open(open), 240_000);
    afterAll(() => underTest.close());

    describeReadFacts(underTest);
    describeReadFailures(underTest);
    describeAbandonedReads(underTest);
    describeRefusedReads(underTest);
  });
}
