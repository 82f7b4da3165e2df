/** What a panel takes that lists something of one environment and lets it be taken along. */
export interface ListPanelProps {
  environmentRef: string;
  /** Another number makes it read anew. */
  tick: number;
  /** Of what is taken along, without its ending. */
  fileName: string;
}
