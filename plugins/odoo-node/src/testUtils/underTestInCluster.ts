import type { BackupObservationKind } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { BackupReaderDeps } from '../BackupAdapter';
import type { BackupSourceReader } from '../BackupSourceReader';
import type { UnreadableSource } from '../SourceOutcome';
import type {
  BackupSourceAnswer,
  BackupSourceReaderUnderTest,
} from './describeBackupSourceReaderContract';
import {
  PlayedClusterReader,
  type PlayedCluster,
  type PlayedContents,
} from './PlayedClusterReader';

/** What a {@link PlayedClusterReader}, like any reader of clusters, makes of an answer that is none. */
const outcomes: Record<
  401 | 403 | 410 | 429 | 500,
  UnreadableSource['status']
> = {
  401: 'unauthorised',
  403: 'unauthorised',
  // After three beginnings
  410: 'unreachable',
  429: 'unreachable',
  500: 'unreachable',
};

/**
 * What the contract suite of readers of backup sources needs, for one that reads objects of a cluster.
 *
 * @public
 */
export function backupSourceUnderTestInCluster(options: {
  createReader(deps: Pick<BackupReaderDeps, 'clusters'>): BackupSourceReader;
  contents: PlayedContents;
  /** The same objects with something in them that their definition does not allow. */
  malformed: PlayedContents;
  ids: readonly string[];
  unknownId: string;
  kinds: readonly BackupObservationKind[];
  /** Most lists that are asked for, however many ids there are. */
  lists: number;
}): BackupSourceReaderUnderTest {
  const clusters = new PlayedClusterReader();
  const { contents, malformed, lists, createReader, ...others } = options;
  return {
    ...others,
    reader: createReader({ clusters }),
    play: answer => clusters.play(played(answer, contents, malformed)),
    questions: () => clusters.asked.length,
    mostQuestions: () => lists,
  };
}

function played(
  answer: BackupSourceAnswer,
  contents: PlayedContents,
  malformed: PlayedContents,
): PlayedCluster {
  switch (answer.kind) {
    case 'facts':
      return { kind: 'contents', contents };
    case 'nothing':
      return { kind: 'contents', contents: {} };
    case 'malformed':
      return { kind: 'contents', contents: malformed };
    case 'silent':
      return { kind: 'silent' };
    default: {
      const code = answer.kind === 'huge' ? undefined : answer.code;
      return {
        kind: 'failure',
        status: code === undefined ? 'malformed' : outcomes[code],
        message: `Cluster 'played' answered ${
          code ?? 'too much'
        }: see what is wrong with it.`,
      };
    }
  }
}
