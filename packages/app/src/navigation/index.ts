export { FleetMark } from './FleetMark';
export { navigationModule } from './module';
