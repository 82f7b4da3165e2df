import { pipelineEvent, type PipelineEvent } from '../cdevents';
import { instantOf, shortName } from '../step';
import { backupsAt } from './backupTimes';
import { labelOf } from './pgbackrest';

/** Something that people or a job practised in a production environment, so many hours before the anchor. */
interface Practice {
  tenant: string;
  hoursAgo: number;
  what:
    | { drill: Record<string, unknown>; area?: 'attachments' }
    | { runbook: 'rollback' | 'disaster-recovery' }
    | { failover: true };
  failed?: string;
}

const DAY = 24;

const drill = (
  tenant: string,
  days: number,
  minutes: number,
  database: string,
  rows: number,
  failed?: string,
): Practice => ({
  tenant,
  hoursAgo: days * DAY,
  what: {
    drill: {
      durationSeconds: minutes * 60,
      database,
      ...(failed === undefined && { rowsCompared: rows }),
      checks:
        failed === undefined
          ? [
              { name: 'starts', passed: true },
              { name: 'orders of the last day', passed: true },
            ]
          : [{ name: 'starts', passed: false, detail: failed }],
    },
  },
  ...(failed !== undefined && { failed }),
});

const filesDrill = (
  tenant: string,
  days: number,
  minutes: number,
): Practice => ({
  tenant,
  hoursAgo: days * DAY,
  what: {
    area: 'attachments',
    drill: {
      durationSeconds: minutes * 60,
      area: 'attachments',
      checks: [{ name: 'files of 200 invoices', passed: true }],
    },
  },
});

const rehearsed = (
  tenant: string,
  runbook: 'rollback' | 'disaster-recovery',
  days: number,
): Practice => ({ tenant, hoursAgo: days * DAY, what: { runbook } });

/** One retailer practises everything, one lets its drill grow old, one fails it, and two have never tried. */
const practices: readonly Practice[] = [
  drill('bellegarde-grocers', 3, 31, 'bellegarde_grocers', 182_440),
  filesDrill('bellegarde-grocers', 6, 48),
  rehearsed('bellegarde-grocers', 'rollback', 12),
  rehearsed('bellegarde-grocers', 'disaster-recovery', 40),
  drill('bora-fashion', 3, 22, 'bora_fashion', 41_203),
  rehearsed('bora-fashion', 'rollback', 12),
  drill('calbrina-franchise', 9, 26, 'calbrina_franchise', 66_910),
  drill('lumen-pharmacy', 2, 17, 'lumen', 95_018),
  filesDrill('lumen-pharmacy', 4, 21),
  rehearsed('lumen-pharmacy', 'rollback', 15),
  rehearsed('lumen-pharmacy', 'disaster-recovery', 33),
  {
    tenant: 'lumen-pharmacy',
    hoursAgo: 20 * DAY,
    what: { failover: true },
  },
  drill('grosvanta-wholesale', 4, 24, 'grosvanta', 240_112),
  filesDrill('grosvanta-wholesale', 8, 55),
  rehearsed('grosvanta-wholesale', 'rollback', 30),
  rehearsed('grosvanta-wholesale', 'disaster-recovery', 61),
  drill('hallmoor-furniture', 32, 40, 'hallmoor_furniture', 58_771),
  drill(
    'hallmoor-furniture',
    0.8,
    6,
    'hallmoor_furniture',
    0,
    'PostgreSQL did not start: it could not locate a required checkpoint record.',
  ),
  drill('kestrova-sports', 6, 35, 'kestrova_sports', 77_345),
  drill('snoutley-petfood', 5, 19, 'snoutley_petfood', 30_266),
  rehearsed('snoutley-petfood', 'rollback', 20),
  drill('castor-diy', 41, 75, 'castor', 51_002),
];

/** The backup that a drill at an instant began with. */
function backupBefore(instant: number): { label: string; stop: number } {
  const taken = backupsAt(instant);
  const full = taken.findLast(({ type }) => type === 'full') ?? taken[0];
  const newest = taken[taken.length - 1];
  return { label: labelOf(newest, full), stop: newest.stop };
}

function eventOf(
  { tenant, hoursAgo, what, failed }: Practice,
  anchor: Date,
  index: number,
): PipelineEvent {
  const at = instantOf(anchor, hoursAgo);
  const short = shortName(tenant);
  const source = `https://ci.odoo-fleet.example/${tenant}`;
  const outcome = failed === undefined ? 'success' : 'failure';
  const about = {
    environment: { id: `${short}-production`, source },
    outcome,
    ...(failed !== undefined && { message: failed }),
  };
  const post = (name: string, subject: string, content: object) =>
    pipelineEvent({
      id: `${short}-${name}-${index}-${anchor.toISOString()}`,
      source,
      type: `dev.cdeventsx.odoo-${subject}.0.1.0`,
      at,
      subjectId: `${short}-${name}-${index}`,
      content: { ...about, ...content },
    });
  if ('drill' in what) {
    const { label, stop } = backupBefore(at.getTime());
    return post('drill', 'restoredrill.finished', {
      ...what.drill,
      ...(what.area === undefined && {
        backup: label,
        ...(failed === undefined && {
          restoredTo: new Date(stop).toISOString(),
        }),
      }),
      url: `${source}/drills/${index}`,
    });
  }
  return 'runbook' in what
    ? post('runbook', 'runbook.rehearsed', {
        runbook: what.runbook,
        durationSeconds: 2700,
      })
    : post('failover', 'failover.exercised', { durationSeconds: 95 });
}

/** What was practised for the day on which something has to be got back. */
export function tellOfRecovery(anchor: Date): PipelineEvent[] {
  return practices.map((practice, index) => eventOf(practice, anchor, index));
}
