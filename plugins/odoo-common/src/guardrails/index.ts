export * from './definition';
export { judgeGuardrail } from './judgeGuardrail';
export * from './policy';
export * from './readings';
export * from './verdict';
