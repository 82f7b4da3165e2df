import { useBusinessTimeZone } from './BusinessTimeZone';
import { instantsInZone } from './instantsInZone';

/** A sentence of a verdict with its instants in the tenant's business time zone; as it was written, in UTC, on hover. */
export function Sentence(props: { text: string }) {
  const { text } = props;
  const shown = instantsInZone(text, useBusinessTimeZone());
  return shown === text ? <>{text}</> : <span title={text}>{shown}</span>;
}
