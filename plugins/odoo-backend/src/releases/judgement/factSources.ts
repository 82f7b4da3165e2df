import type {
  Release,
  RiskPolicy,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CalendarDeclarations, CalendarStore } from '../../calendar';
import type { PlaceStore } from '../../catalog';
import type { EventListStore } from '../EventListStore';
import type { PersonDecisionStore } from '../people/PersonDecisionStore';
import type {
  JudgementReads,
  ReadinessContributor,
} from './ReadinessContributor';
import type { ReleaseStore } from '../ReleaseStore';
import type { SurroundingsStore } from './SurroundingsStore';

/** The stores that facts are put together from. What is asked of them in one breath should go as one statement. */
export interface FactStores {
  places: PlaceStore;
  calendars: Pick<CalendarStore, 'getReadings'>;
  releases: Pick<ReleaseStore, 'getLastDeployed'>;
  lists: Pick<EventListStore, 'listByKind' | 'listByComponent'>;
  surroundings: SurroundingsStore;
  personDecisions: Pick<PersonDecisionStore, 'listForReleases'>;
  /** What these stores read on, for contributors. */
  on?: JudgementReads;
}

export interface FactSources extends FactStores {
  policy: RiskPolicy;
  /** What the config says about calendars. */
  calendarDeclarations: CalendarDeclarations;
  /** Other capabilities, in the order in which they are believed. */
  contributors: readonly ReadinessContributor[];
  /** Hears of a contributor that failed; what it should have said is then not known. */
  onContributorFailed?: (name: string, error: unknown) => void;
}

/** A release that is judged, and when. */
export interface JudgedSubject {
  release: Release;
  /** When it went out, else now; epoch milliseconds. */
  instant: number;
}

/** The instant that a release is judged for: when it went out, else now. */
export function judgedInstant(release: Release, now: number): number {
  const { deployedAt, failedAt } = release.lifecycle;
  const wentOutAt = deployedAt ?? failedAt;
  return wentOutAt === undefined ? now : Date.parse(wentOutAt);
}

/** The references of their environments, each once. */
export function environmentRefsOf(
  subjects: readonly JudgedSubject[],
): string[] {
  return [...new Set(subjects.map(({ release }) => release.environmentRef))];
}
