export { entityOverviewModule } from './module';
