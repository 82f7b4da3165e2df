export { catalogPageModule } from './module';
