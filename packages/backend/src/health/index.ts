export { rootHealth as default } from './rootHealth';
