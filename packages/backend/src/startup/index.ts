export { startupTurn as default } from './turn';
