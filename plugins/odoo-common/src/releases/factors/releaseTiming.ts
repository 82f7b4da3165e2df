import { calendarStandingAt, type CalendarFact } from '../../calendar';
import { HOUR, parseInstant, sayInstant } from '../../instant';
import { plainText } from '../../plainText';
import type { Evidence } from '../../verdict';
import {
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';
import {
  freeFrom,
  freezeAt,
  windowsOfRelease,
  type ConcerningWindow,
} from './freezesOfRelease';

type KnownCalendar = Extract<CalendarFact, { status: 'known' }>;

const threshold =
  'outside every freeze, peak, holiday and maintenance, and not shortly before a freeze';

/** What part of the weight a release inside such a window gets; in a freeze it gets all of it. */
const milderKinds = [
  { kind: 'maintenance', share: 0.75, what: 'the maintenance' },
  { kind: 'peak', share: 0.5, what: 'the peak' },
  { kind: 'holiday', share: 0.25, what: 'the holiday' },
] as const;

const APPROACH_SHARE = 0.5;

function unknownTiming(
  reason: string,
  changesAt: number[],
  remedy: string,
  evidence: Evidence[] = [],
): FactorFinding {
  return {
    outcome: 'unknown',
    value: 'not known',
    threshold,
    message: `Whether the tenant's trading is frozen is not known: ${reason}`,
    remedy,
    evidence,
    changesAt,
  };
}

/** A calendar as evidence, by the name under which its windows list it. */
function calendarEvidence(calendar: KnownCalendar, name?: string): Evidence {
  const state = calendar.calendars.find(item => item.name === name);
  return {
    label:
      name === undefined
        ? 'calendars of the tenant'
        : `calendar ${plainText(name)}`,
    source: state?.declaredBy ?? calendar.source,
    observedAt: state?.readAt ?? calendar.observedAt,
  };
}

function insideFinding(
  calendar: KnownCalendar,
  what: string,
  share: number,
  holding: ConcerningWindow,
  freeAt: number,
): FactorFinding {
  const reason = plainText(holding.listed.reason);
  return {
    outcome: 'known',
    share,
    value: `in ${what} «${reason}»`,
    threshold,
    message: `The release falls into ${what} «${reason}», from ${sayInstant(
      holding.start,
    )} to ${sayInstant(holding.end)}.`,
    remedy: `Release from ${sayInstant(freeAt)} on, when no ${what.replace(
      'the ',
      '',
    )} holds.`,
    evidence: [calendarEvidence(calendar, holding.listed.calendar)],
  };
}

/** Shortly before a freeze. */
function approachFinding(
  { policy, releaseInstant, freezes }: RiskContext,
  calendar: KnownCalendar,
): FactorFinding | undefined {
  const approach = policy.freezeApproachHours * HOUR;
  const [next] = freezes
    .filter(
      ({ start }) =>
        start - approach <= releaseInstant && releaseInstant < start,
    )
    .sort((a, b) => a.start - b.start);
  if (!next) {
    return undefined;
  }
  const reason = plainText(next.listed.reason);
  return {
    outcome: 'known',
    share: APPROACH_SHARE,
    value: `shortly before the freeze «${reason}»`,
    threshold,
    message: `The freeze «${reason}» starts at ${sayInstant(
      next.start,
    )}: what goes wrong now has to be mended inside it.`,
    remedy: `Release before ${sayInstant(
      next.start - approach,
    )}, or from ${sayInstant(freeFrom(freezes, next.end))} on.`,
    evidence: [calendarEvidence(calendar, next.listed.calendar)],
  };
}

/** The first calendar that can't say that nothing is frozen. */
function doubt(calendar: KnownCalendar, instant: number) {
  for (const state of calendar.calendars) {
    const standing = calendarStandingAt(state, instant);
    if (standing.status !== 'current') {
      return { state, standing };
    }
  }
  return undefined;
}

function knownTiming(context: RiskContext): FactorFinding {
  const { facts, policy, releaseInstant, freezes } = context;
  const { calendar } = facts;
  if (calendar.status === 'unknown') {
    return unknownTiming(
      plainText(calendar.reason, 200),
      [],
      'Give the tenant a calendar in spec.calendars (an empty list of windows says: no freezes), or mend the one it has.',
    );
  }
  const approach = policy.freezeApproachHours * HOUR;
  const from = parseInstant(calendar.from);
  const horizon = parseInstant(calendar.horizon);
  const milder = milderKinds.map(kind => ({
    ...kind,
    windows: windowsOfRelease(facts, kind.kind),
  }));
  const changesAt = [
    from,
    horizon - approach,
    horizon,
    ...freezes.flatMap(({ start, end }) => [start - approach, start, end]),
    ...milder.flatMap(({ windows }) =>
      windows.flatMap(({ start, end }) => [start, end]),
    ),
    ...calendar.calendars.flatMap(({ staleFrom }) =>
      staleFrom === undefined ? [] : parseInstant(staleFrom),
    ),
  ];

  const freeze = freezeAt(freezes, releaseInstant);
  if (freeze) {
    return {
      ...insideFinding(
        calendar,
        'the freeze',
        1,
        freeze,
        freeFrom(freezes, freeze.end),
      ),
      changesAt,
    };
  }
  // A freeze that is listed holds whatever else is in doubt; only that there is none can't be said then
  if (releaseInstant < from || releaseInstant >= horizon - approach) {
    return unknownTiming(
      `the calendar was read for ${sayInstant(from)} to ${sayInstant(
        horizon,
      )} only.`,
      changesAt,
      'Have the calendar read again.',
    );
  }
  const doubted = doubt(calendar, releaseInstant);
  if (doubted) {
    const { state, standing } = doubted;
    return unknownTiming(
      `${standing.reason}.`,
      changesAt,
      `Mend the calendar '${plainText(state.name)}' that ${
        state.declaredBy
      } names, or have it read again.`,
      state.readAt === undefined
        ? []
        : [calendarEvidence(calendar, state.name)],
    );
  }
  const findings = [
    approachFinding(context, calendar),
    ...milder.map(({ what, share, windows }) => {
      const holding = freezeAt(windows, releaseInstant);
      return (
        holding &&
        insideFinding(
          calendar,
          what,
          share,
          holding,
          freeFrom(windows, holding.end),
        )
      );
    }),
  ].flatMap(finding => finding ?? []);
  const [worst] = findings.sort((a, b) => b.share! - a.share!);
  return {
    ...(worst ?? {
      outcome: 'known',
      share: 0,
      value: 'no freeze',
      threshold,
      message:
        'No freeze, peak, holiday or maintenance holds, and no freeze is close.',
      evidence: [calendarEvidence(calendar)],
    }),
    changesAt,
  };
}

/**
 * When the release goes out, against the calendars of the tenant and of the platform components under it: all of the weight
 * inside a freeze, and when a calendar can't be trusted; three quarters during maintenance; half at a peak or shortly before a
 * freeze; a quarter on a holiday. The worst counts.
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
