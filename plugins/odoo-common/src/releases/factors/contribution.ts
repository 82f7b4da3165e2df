import { parseInstant, sayInstant } from '../../instant';
import { plainText } from '../../plainText';
import type { Readiness, ReadinessPart } from '../readiness';
import type { FactorFinding } from './factor';

type Known<K extends ReadinessPart> = Extract<
  Readiness[K],
  { status: 'known' }
>;

/** What another capability said, at an instant: it counts until its own `validUntil`, and is not known from then on. */
export type Said<K extends ReadinessPart> =
  | { known: Known<K>; changesAt: number[] }
  | { known?: undefined; reason: string; remedy?: string; changesAt: number[] };

/** Reads one part of the readiness as it stands at an instant (epoch milliseconds). */
export function saidAt<K extends ReadinessPart>(
  readiness: Readiness,
  part: K,
  instant: number,
): Said<K> {
  const item: Readiness[ReadinessPart] = readiness[part];
  if (item.status === 'unknown') {
    return {
      reason: plainText(item.reason, 200),
      ...(item.remedy !== undefined && { remedy: plainText(item.remedy, 200) }),
      changesAt: [],
    };
  }
  const until =
    item.validUntil === undefined ? undefined : parseInstant(item.validUntil);
  const changesAt = until === undefined ? [] : [until];
  return until !== undefined && instant >= until
    ? { reason: `it was last known until ${sayInstant(until)}`, changesAt }
    : { known: item as Known<K>, changesAt };
}

/** The finding about a part that its contributor does not know. */
export function notSaid(
  {
    reason,
    remedy,
    changesAt,
  }: Extract<Said<ReadinessPart>, { reason: string }>,
  threshold: string,
  what: string,
  remedyElse: string,
): FactorFinding {
  return {
    outcome: 'unknown',
    value: 'not known',
    threshold,
    message: `${what} is not known: ${reason}.`,
    remedy: remedy ?? remedyElse,
    changesAt,
  };
}
