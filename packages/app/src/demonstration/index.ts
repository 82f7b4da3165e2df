export { demonstrationModule } from './module';
