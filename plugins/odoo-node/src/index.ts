/**
 * What an adapter author for Odoo Fleet compiles against.
 *
 * @packageDocumentation
 */
export * from './BackupAdapter';
export * from './BackupSourceReader';
export * from './CalendarReader';
export * from './CloudEvent';
export * from './clusterBackups';
export * from './ClusterReader';
export * from './cronInterval';
export * from './createFetchedReports';
export * from './describeSchemaError';
export * from './eventFields';
export * from './extensionPoints';
export * from './FetchedReportReader';
export * from './KubernetesResource';
export * from './outcomeOfCalendarText';
export * from './ReleaseEventAdapter';
export * from './SourceOutcome';
export * from './translateToolOutput';
