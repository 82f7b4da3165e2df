export { useReleaseLink } from './useReleaseLink';
