export {
  environmentRefOf,
  useEntityScope,
  type EntityScope,
} from './useEntityScope';
