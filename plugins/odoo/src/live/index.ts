export { type Failure, failureOf } from './failure';
export { type LiveData, useLiveData } from './useLiveData';
export { useRefreshTick } from './useRefreshTick';
