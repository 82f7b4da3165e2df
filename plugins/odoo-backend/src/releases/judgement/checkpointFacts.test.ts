import type {
  Release,
  ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { FoldableEvent } from '../ingest/ReleaseEventStore';
import { checkpointsOf } from './checkpointFacts';
import type { JudgedSubject } from './factSources';

const environmentRef = 'odooenvironment:default/acme-production';
const now = Date.UTC(2026, 10, 22);
const daysAgo = (days: number) => new Date(now - days * 86_400_000);

/** One checkpoint a day for most of a year, newest first, and how many were asked for each time. */
function daily() {
  const asked: number[] = [];
  const all = Array.from({ length: 300 }, (_, index): FoldableEvent => {
    const at = daysAgo(index + 1).toISOString();
    return {
      environmentRef,
      event: {
        source: 'ci',
        id: `${index + 1}`,
        occurredAt: at,
        facts: { checkpoint: at },
      } as Partial<ReleaseEvent> as ReleaseEvent,
    };
  });
  return {
    asked,
    lists: {
      listByKind: async (_refs: unknown, _kinds: unknown, limit: number) => {
        asked.push(limit);
        return all.slice(0, limit);
      },
    },
  };
}

const subject = (days: number) =>
  ({
    release: { id: `r${days}`, environmentRef, facts: {} } as Release,
    instant: daysAgo(days).getTime() + 1,
  } as JudgedSubject);

async function found(...days: number[]) {
  const { lists, asked } = daily();
  const subjects = days.map(subject);
  const checkpointOf = await checkpointsOf(
    { lists } as unknown as Parameters<typeof checkpointsOf>[0],
    subjects,
  );
  return {
    ids: subjects.map(
      one => checkpointOf(one).facts.checkpoint?.eventId ?? 'none',
    ),
    asked,
  };
}

it('looks at a few checkpoints for releases of these days', async () => {
  expect(await found(1, 2, 3)).toEqual({ ids: ['1', '2', '3'], asked: [13] });
});

it('looks at no more of each environment when there are many', async () => {
  const { lists, asked } = daily();
  const subjects = Array.from({ length: 200 }, (_, index) => {
    const one = subject(1);
    return {
      ...one,
      release: { ...one.release, environmentRef: `environment-${index}` },
    };
  });
  await checkpointsOf(
    { lists } as unknown as Parameters<typeof checkpointsOf>[0],
    subjects,
  );
  expect(asked).toEqual([11]);
});

it('looks further back for a release of long ago, to an end', async () => {
  expect(await found(1, 150)).toEqual({ ids: ['1', '150'], asked: [12, 200] });
  expect(await found(250)).toEqual({ ids: ['none'], asked: [11, 200] });
});
