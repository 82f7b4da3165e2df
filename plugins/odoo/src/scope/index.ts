export {
  environmentRefOf,
  useEntityScope,
  useEnvironmentScope,
  type EntityScope,
} from './useEntityScope';
