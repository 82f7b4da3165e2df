import { buildTimelines } from './buildTimelines';
import { defaultBackupPolicy } from './policy';
import {
  backup,
  backupFacts,
  backups,
  bucket,
  DAYS,
  minutesAgo,
  noon,
  source,
} from './__testUtils__/backupFacts';

const window = { from: minutesAgo(7 * DAYS), to: noon };
const copies = source(
  'attachments',
  'sync',
  [
    backups([backup('sunday', 3 * DAYS), backup('monday', 2 * DAYS)], {
      tool: 'kubernetes-job',
    }),
  ],
  { readMinutesAgo: 0 },
);

/** The stretches of attachments, oldest first. */
function stretchesWith(state?: 'enabled' | 'never') {
  const store =
    state &&
    source('attachments', 's3', [
      bucket({ versioning: { status: 'known', state } }),
    ]);
  const timelines = buildTimelines(
    backupFacts({
      sources: { attachments: store ? [store, copies] : [copies] },
    }),
    [],
    window,
    defaultBackupPolicy,
    noon,
  );
  return timelines
    .find(({ area }) => area === 'attachments')!
    .stretches.map(({ kind }) => kind);
}

describe('buildTimelines of attachments', () => {
  it('has nothing before the first copy and after the last', () => {
    expect(stretchesWith()).toEqual(['not-kept', 'points-only', 'gap']);
  });

  it('calls no time lost that a bucket with old versions may still have', () => {
    expect(stretchesWith('enabled')).not.toContain('gap');
    expect(stretchesWith('enabled')).not.toContain('not-kept');
    expect(stretchesWith('enabled')).toContain('points-only');
  });

  it('shows copies beside a bucket that keeps no old versions', () => {
    expect(stretchesWith('never')).toEqual(['not-kept', 'points-only', 'gap']);
  });
});
