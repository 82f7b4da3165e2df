export { WhenPanel } from './WhenPanel';
