import type {
  TraceStationState,
  VerdictStatus,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  RiCheckboxCircleFill,
  RiCircleLine,
  RiContrastLine,
  RiIndeterminateCircleLine,
  RiQuestionLine,
  RiSpamFill,
} from '@remixicon/react';

/** One outline a state, so that they can be told apart without colour. */
const shapes = {
  done: RiCheckboxCircleFill,
  partly: RiContrastLine,
  failed: RiSpamFill,
  waiting: RiCircleLine,
  'not-known': RiQuestionLine,
  'not-asked': RiIndeterminateCircleLine,
} satisfies Record<TraceStationState, unknown>;

/** Shape of a station's state; its word stands beside it, so it says nothing itself. */
export function StationShape(props: { state: TraceStationState }) {
  const Shape = shapes[props.state];
  return <Shape size={28} aria-hidden />;
}

/** The colour that a state shares with verdict words. What waits or is not known is grey. */
export const statusOfState: Record<TraceStationState, VerdictStatus> = {
  done: 'ok',
  partly: 'warning',
  failed: 'critical',
  waiting: 'unknown',
  'not-known': 'unknown',
  'not-asked': 'unknown',
};
