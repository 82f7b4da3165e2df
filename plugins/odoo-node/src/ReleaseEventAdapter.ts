import type { ReleaseEvent } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { CloudEvent } from './CloudEvent';

/**
 * What an adapter made of one event.
 *
 * @public
 */
export type ReleaseEventTranslation =
  | { status: 'translated'; event: ReleaseEvent }
  | {
      status: 'malformed';
      /** JSON path of what is wrong, from the event's root: `$.data.context.timestamp`. */
      path: string;
      /** What to write instead. Never repeats a value of the event, since that may be a secret. */
      message: string;
    };

/**
 * Translates events of one format into the suite's own words. An adapter is a pure function: it keeps no state, reads no clock,
 * calls nobody, and gives the same answer for the same event, so that facts can be translated again at any time.
 *
 * @public
 */
export interface ReleaseEventAdapter {
  /** Name of the adapter's folder, e.g. `cdevents`. */
  readonly id: string;

  /**
   * Whether this adapter understands this CloudEvents type, version included. A type that no adapter accepts is stored as not
   * understood and changes no release.
   */
  accepts(type: string): boolean;

  /** Called with accepted types only. Returns `malformed` for whatever it can't read; never throws. */
  translate(event: CloudEvent): ReleaseEventTranslation;
}
