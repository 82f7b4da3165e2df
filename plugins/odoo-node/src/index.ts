/**
 * What an adapter author for Odoo Fleet compiles against.
 *
 * @packageDocumentation
 */
export * from './CloudEvent';
export * from './describeSchemaError';
export * from './extensionPoints';
export * from './ReleaseEventAdapter';
