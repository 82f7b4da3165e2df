import { HttpResponse } from 'msw';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  PlayedPrometheus,
  type PlayedSeries,
} from './__testUtils__/PlayedPrometheus';
import {
  archiving,
  createReader,
  NOW,
  outcomeOfA,
  seriesOf,
} from './__testUtils__/readPlayed';

let prometheus: PlayedPrometheus;
beforeAll(() => {
  prometheus = new PlayedPrometheus();
});
afterAll(() => prometheus.close());

describe('prometheus, archivers', () => {
  const outcomeOf = (metrics: Record<string, PlayedSeries['value']>) =>
    outcomeOfA(prometheus, seriesOf('pg_', { instance: 'a' }, metrics));
  const archiver = (more: object) => outcomeOf({ ...archiving, ...more });
  const saying = (fact: object) => ({ status: 'observed', value: [fact] });

  it('says when the last segment was archived: the scrape minus the age', async () => {
    expect(await archiver({})).toEqual({
      status: 'observed',
      value: [
        {
          kind: 'archiver',
          failing: false,
          lastArchivedAt: '2026-11-20T05:59:30.000Z',
          failedCount: 0,
        },
      ],
      observedAt: NOW,
    });
  });

  it('understands what a real one recorded of a real exporter while archive_command failed', async () => {
    const answers = readFileSync(
      join(__dirname, '__fixtures__/postgres-exporter-0.11-failing.jsonl'),
      'utf8',
    )
      .trim()
      .split('\n');
    prometheus.answer(query =>
      HttpResponse.text(
        answers.find(answer => answer.includes(`"${query.split('{')[0]}"`)) ??
          answers.find(answer => answer.includes('"result":[]')),
      ),
    );
    const outcomes = await createReader(
      { label: 'cluster' },
      () => 1795382167200,
    ).read({ ids: ['acme'], signal: new AbortController().signal });
    expect(outcomes.get('acme')).toEqual({
      ...saying({
        kind: 'archiver',
        failing: true,
        lastArchivedAt: '2026-11-22T21:12:00.000Z',
        lastFailedAt: '2026-11-22T21:15:42.000Z',
        failedCount: 6,
      }),
      observedAt: 1795382167011,
    });
  });

  it('knows of an archive that came after the question began', async () => {
    expect(
      await archiver({ stat_archiver_last_archive_age: '-0.004' }),
    ).toMatchObject(saying({ lastArchivedAt: '2026-11-20T06:00:00.000Z' }));
  });

  it.each([
    ['0.20', {}],
    ['versions before', { stat_archiver_last_archive_age: 'NaN' }],
  ])('says as %s that nothing was ever archived', async (_, age) => {
    const never = { stat_archiver_archived_count: '0', ...age };
    expect(
      await outcomeOf({ ...never, stat_archiver_failed_count: '0' }),
    ).toEqual({
      status: 'observed',
      value: [{ kind: 'archiver', failing: false, failedCount: 0 }],
      observedAt: NOW,
    });
    // Whether it counts on or not: what failed was never archived
    expect(
      await outcomeOf({ ...never, stat_archiver_failed_count: '3' }),
    ).toMatchObject(saying({ failing: true, failedCount: 3 }));
  });

  it.each<Record<string, string>>([
    { stat_archiver_failed_count: '0', stat_archiver_archived_count: '4' },
    { stat_archiver_failed_count: '0', stat_archiver_last_archive_age: '4' },
    { stat_archiver_archived_count: '4', stat_archiver_last_archive_age: '4' },
  ])('takes a part of the metrics for no facts: %j', async metrics => {
    expect(await outcomeOf(metrics)).toMatchObject({
      status: 'malformed',
      message: expect.stringContaining('Only a part'),
    });
  });

  it.each([
    { stat_archiver_last_archive_age: '-4000' },
    { stat_archiver_last_archive_age: '1e12' },
    { stat_archiver_last_archive_age: '+Inf' },
    { stat_archiver_failed_count: '-1' },
    { stat_archiver_failed_count: '0.5' },
    { stat_archiver_failed_count: 'NaN' },
    // Tried again each minute: within a shorter time it may not have been counted
    { stat_archiver_failed_count: '3' },
    {
      stat_archiver_failed_count: { 100: '3', 50: '3', 0: '3' },
      stat_archiver_last_archive_age: '110',
    },
  ])('does not believe %j', async more => {
    expect(await archiver(more)).toMatchObject({ status: 'malformed' });
  });

  it.each([
    ['while it counts', { 120: '3', 60: '4', 0: '5' }, '300', true],
    [
      'since it stopped counting, and archives',
      { 300: '3', 240: '5', 0: '5' },
      '30',
      false,
    ],
    [
      'when it archived before the last failure',
      { 300: '3', 240: '5', 0: '5' },
      '310',
      true,
    ],
    [
      'when it has been quiet for long enough',
      { 160: '3', 80: '3', 0: '3' },
      '900',
      false,
    ],
    [
      'when it archived since it is scraped',
      { 100: '3', 50: '3', 0: '3' },
      '90',
      false,
    ],
    [
      'when both came between two scrapes, until it is quiet',
      { 60: '3', 0: '5' },
      '20',
      true,
    ],
    [
      'when both came between two scrapes, and it is quiet',
      { 240: '3', 180: '5', 0: '5' },
      '200',
      false,
    ],
    [
      'when the counter was reset and counted',
      { 60: '300', 0: '1' },
      '300',
      true,
    ],
    ['when the counter was reset alone', { 60: '300', 0: '0' }, '300', false],
  ] as const)('says whether it fails %s', async (_, counts, age, failing) => {
    expect(
      await archiver({
        stat_archiver_failed_count: counts,
        stat_archiver_last_archive_age: age,
      }),
    ).toMatchObject(saying({ failing }));
  });

  it('is as old as its last scrape, not as the question', async () => {
    expect(
      await outcomeOf({
        stat_archiver_failed_count: { 700: '0', 640: '0' },
        stat_archiver_archived_count: { 640: '40' },
        stat_archiver_last_archive_age: { 640: '20' },
      }),
    ).toMatchObject({
      ...saying({ lastArchivedAt: '2026-11-20T05:49:00.000Z' }),
      observedAt: NOW - 640_000,
    });
  });

  it('takes what CloudNativePG writes for never as never', async () => {
    const held = seriesOf(
      'cnpg_pg_stat_archiver_',
      { job: 'a' },
      {
        last_archived_time: '-1',
        last_failed_time: '1795154390',
        failed_count: '4',
      },
    );
    expect(
      await outcomeOfA(prometheus, held, { exporter: 'cloudnative-pg' }),
    ).toMatchObject({
      status: 'observed',
      value: [
        {
          kind: 'archiver',
          failing: true,
          lastFailedAt: '2026-11-20T05:59:50.000Z',
          failedCount: 4,
        },
      ],
    });
  });
});
