export { FailureState, StaleNotice, StateAlert } from './FailureState';
export { LoadingState } from './LoadingState';
