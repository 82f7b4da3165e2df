/**
 * Demonstration fleet and in-process stand-ins. Private: no plugin imports it.
 *
 * @packageDocumentation
 */
export * from './cdevents';
export * from './story';
