export { FailureState, StaleNotice, StateAlert } from './FailureState';
export { LiveNotice } from './LiveNotice';
export { LoadingState } from './LoadingState';
