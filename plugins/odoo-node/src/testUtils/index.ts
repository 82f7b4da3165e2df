/**
 * Contract suites that every adapter must pass.
 *
 * @packageDocumentation
 */
export * from './describeBackupReportFormatContract';
export * from './describeBackupSourceReaderContract';
export * from './describeCalendarReaderContract';
export * from './describeClusterReaderContract';
export * from './describeReleaseEventAdapterContract';
export * from './PlayedClusterReader';
export * from './underTestInCluster';
export type { CalendarReader, CalendarReadOptions } from '../CalendarReader';
export type { CloudEvent } from '../CloudEvent';
export type {
  ClusterGetOptions,
  ClusterListOptions,
  ClusterReader,
  KnownCluster,
  KubernetesObject,
  KubernetesObjectMetadata,
  KubernetesOwnerReference,
} from '../ClusterReader';
export {
  kubernetesResources,
  type KubernetesResource,
  type KubernetesResourceName,
} from '../KubernetesResource';
export type {
  EmptySource,
  ObservedSource,
  SourceOutcome,
  UnreadableSource,
} from '../SourceOutcome';
export type {
  ReleaseEventAdapter,
  ReleaseEventTranslation,
} from '../ReleaseEventAdapter';
