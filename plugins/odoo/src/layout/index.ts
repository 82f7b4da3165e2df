export { CommandBlock } from './CommandBlock';
export { CopyText } from './CopyText';
export { type DataColumn, DataTable } from './DataTable';
export { FactList } from './FactList';
export { FleetHeader } from './FleetHeader';
export { Muted } from './Muted';
export { PageTurner } from './PageTurner';
export { Panel } from './Panel';
export type { ListPanelProps } from './panelProps';
