/**
 * Words, schemas and verdicts of Odoo Fleet: pure and isomorphic.
 *
 * @packageDocumentation
 */
export * from './backups';
export * from './calendar';
export * from './catalog';
export * from './guardrails';
export * from './operation';
export * from './permissions';
export { plainText } from './plainText';
export * from './releases';
export * from './verdict';
