export { type ExportColumn } from './csv';
export { Printable } from './Printable';
export { PrintButton } from './PrintButton';
export { TakeAlong } from './TakeAlong';
