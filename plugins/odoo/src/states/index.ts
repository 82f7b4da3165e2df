export { FailureState, StaleNotice, StateAlert } from './FailureState';
export { LiveBody } from './LiveBody';
export { LiveNotice } from './LiveNotice';
export { LoadingState } from './LoadingState';
