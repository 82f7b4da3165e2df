import { HOUR, parseInstant, sayInstant } from '../../instant';
import { plainText } from '../../plainText';
import type { Evidence } from '../../verdict';
import { onlyInProduction, type RiskContext, type RiskFactor } from './factor';
import { freeFrom, freezeAt } from './freezesOfRelease';

const threshold = 'outside every freeze, and not shortly before one';

function unknownTiming(reason: string, changesAt: number[], remedy: string) {
  return {
    outcome: 'unknown' as const,
    value: 'not known',
    threshold,
    message: `Whether the tenant's trading is frozen is not known: ${reason}`,
    remedy,
    changesAt,
  };
}

function knownTiming(context: RiskContext) {
  const { facts, policy, releaseInstant, freezes } = context;
  if (facts.calendar.status === 'unknown') {
    return unknownTiming(
      plainText(facts.calendar.reason, 200),
      [],
      'Give the tenant a calendar in spec.calendars (an empty list of windows says: no freezes), or mend the one it has.',
    );
  }
  const { calendar } = facts;
  const approach = policy.freezeApproachHours * HOUR;
  const from = parseInstant(calendar.from);
  const horizon = parseInstant(calendar.horizon);
  const changesAt = [
    from,
    horizon - approach,
    horizon,
    ...freezes.flatMap(({ start, end }) => [start - approach, start, end]),
  ];
  const evidenceFor = (label: string): Evidence[] => [
    { label, source: calendar.source, observedAt: calendar.observedAt },
  ];

  const holding = freezeAt(freezes, releaseInstant);
  if (holding) {
    const reason = plainText(holding.listed.reason);
    return {
      outcome: 'known' as const,
      share: 1,
      value: `in the freeze «${reason}»`,
      threshold,
      message: `The release falls into the freeze «${reason}», from ${sayInstant(
        holding.start,
      )} to ${sayInstant(holding.end)}.`,
      remedy: `Release from ${sayInstant(
        freeFrom(freezes, holding.end),
      )} on, when no freeze holds.`,
      evidence: evidenceFor(`calendar ${plainText(holding.listed.calendar)}`),
      changesAt,
    };
  }
  const [next] = freezes
    .filter(
      ({ start }) =>
        start - approach <= releaseInstant && releaseInstant < start,
    )
    .sort((a, b) => a.start - b.start);
  if (releaseInstant < from || releaseInstant >= horizon - approach) {
    // A freeze that is listed still holds; only that there is none can't be said here.
    return unknownTiming(
      `the calendar was read for ${sayInstant(from)} to ${sayInstant(
        horizon,
      )} only.`,
      changesAt,
      'Have the calendar read again.',
    );
  }
  if (next) {
    const reason = plainText(next.listed.reason);
    return {
      outcome: 'known' as const,
      share: 0.5,
      value: `shortly before the freeze «${reason}»`,
      threshold,
      message: `The freeze «${reason}» starts at ${sayInstant(
        next.start,
      )}: what goes wrong now has to be mended inside it.`,
      remedy: `Release before ${sayInstant(
        next.start - approach,
      )}, or from ${sayInstant(freeFrom(freezes, next.end))} on.`,
      evidence: evidenceFor(`calendar ${plainText(next.listed.calendar)}`),
      changesAt,
    };
  }
  return {
    outcome: 'known' as const,
    share: 0,
    value: 'no freeze',
    threshold,
    message: 'No freeze holds, and none is close.',
    evidence: evidenceFor('calendars of the tenant'),
    changesAt,
  };
}

/**
 * When the release goes out, against the tenant's trading freezes: all of the weight inside one, half shortly before one.
 *
 * @public
 */
export const releaseTimingFactor: RiskFactor = {
  id: 'release-timing',
  title: 'Time of the release',
  group: 'inherent',
  weight: policy => policy.weights.releaseTiming,
  evaluate: context =>
    onlyInProduction(context, threshold) ?? knownTiming(context),
};
