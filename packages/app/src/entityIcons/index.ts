export { entityIconsModule } from './module';
