export { authModulePeople as default } from './module';
