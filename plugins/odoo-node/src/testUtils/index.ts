/**
 * Contract suites that every adapter must pass.
 *
 * @packageDocumentation
 */
export * from './describeReleaseEventAdapterContract';
export type { CloudEvent } from '../CloudEvent';
export type {
  ReleaseEventAdapter,
  ReleaseEventTranslation,
} from '../ReleaseEventAdapter';
