export * from './checkpoint';
export { evaluateBackups } from './evaluateBackups';
export * from './facts';
export * from './observations';
export * from './operations';
export * from './policy';
export * from './timeline';
export * from './verdict';
