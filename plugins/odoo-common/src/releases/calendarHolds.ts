import { sayInstant } from '../instant';
import { plainText } from '../plainText';
import type { RiskContext } from './factors';
import {
  freeFrom,
  freezeAt,
  windowsOfRelease,
  type ConcerningWindow,
} from './factors/freezesOfRelease';
import type { RiskRule } from './riskRule';

interface WindowHold {
  id: string;
  windows: readonly ConcerningWindow[];
  sentence(reason: string, until: string, domains: string): string;
  liftableBy: 'override' | 'executive-sign-off';
}

const signOff = ", or with an executive's sign-off";

function holdIn(
  { facts, releaseInstant }: RiskContext,
  { id, windows, sentence, liftableBy }: WindowHold,
): RiskRule[] {
  const holding = freezeAt(windows, releaseInstant);
  if (!holding || facts.calendar.status === 'unknown') {
    return [];
  }
  const { listed } = holding;
  const state = facts.calendar.calendars.find(
    calendar => calendar.name === listed.calendar,
  );
  return [
    {
      effect: 'hold',
      restates: 'release-timing',
      liftableBy,
      reason: {
        id,
        status: 'critical',
        message: sentence(
          plainText(listed.reason),
          sayInstant(holding.end),
          listed.domains ? ` (${listed.domains.join(', ')})` : '',
        ),
        remedy: `Release from ${sayInstant(
          freeFrom(windows, holding.end),
        )} on, when none holds${
          liftableBy === 'executive-sign-off' ? signOff : ''
        }.`,
        evidence: [
          {
            label: `calendar ${plainText(listed.calendar)}`,
            source: state?.declaredBy ?? facts.calendar.source,
            observedAt: state?.readAt ?? facts.calendar.observedAt,
          },
        ],
      },
    },
  ];
}

/**
 * The holds that the tenant's calendars ask for in production: a freeze; a freeze of business domains that the release touches,
 * or may touch; a change to a delicate domain at a peak. Of the last two only an executive can take the risk.
 */
export function calendarHolds(context: RiskContext): RiskRule[] {
  const { facts, freezes, policy, touched } = context;
  if (facts.stage !== 'production') {
    return [];
  }
  const isNamed = ({ listed }: ConcerningWindow) =>
    listed.domains !== undefined && listed.domains.length > 0;
  const isDelicate =
    !touched || policy.signOffDomains.some(domain => touched.has(domain));
  return [
    ...holdIn(context, {
      id: 'domain-freeze',
      windows: freezes.filter(isNamed),
      sentence: (reason, until, domains) =>
        `What it touches${
          touched ? '' : ', as far as nobody said otherwise,'
        } is frozen until ${until}: «${reason}»${domains}.`,
      liftableBy: 'executive-sign-off',
    }),
    ...holdIn(context, {
      id: 'freeze',
      windows: freezes.filter(freeze => !isNamed(freeze)),
      sentence: (reason, until) =>
        `The tenant's trading is frozen until ${until}: «${reason}».`,
      liftableBy: 'override',
    }),
    ...(isDelicate
      ? holdIn(context, {
          id: 'peak',
          windows: windowsOfRelease(facts, 'peak'),
          sentence: (reason, until) =>
            `${
              touched
                ? `A change to ${policy.signOffDomains
                    .filter(domain => touched.has(domain))
                    .join(', ')}`
                : 'A change to domains that nobody named'
            } goes out at the tenant's peak, which lasts until ${until}: «${reason}».`,
          liftableBy: 'executive-sign-off',
        })
      : []),
  ];
}
