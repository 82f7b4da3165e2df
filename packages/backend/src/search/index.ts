export { searchModuleOdoo as default } from './module';
