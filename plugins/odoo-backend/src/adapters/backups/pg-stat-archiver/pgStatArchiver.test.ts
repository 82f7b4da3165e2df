import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeBackupReportFormatContract } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { pgStatArchiverAdapter } from '.';

const takenAt = Date.parse('2026-11-22T05:00:00Z');
const [format] = pgStatArchiverAdapter.formats ?? [];

function fixture(name: string) {
  const path = join(__dirname, '__fixtures__', `pg_stat_archiver-${name}.json`);
  return { output: readFileSync(path, 'utf8'), id: 'acme-prod', takenAt };
}

describeBackupReportFormatContract(format, {
  'an archiver that works': fixture('ok'),
  'one that fails': fixture('failing'),
});

function seen(change: object = {}, name = 'ok') {
  const { output, ...rest } = fixture(name);
  const outcome = format
    .translate({
      ...rest,
      output: JSON.stringify({ ...JSON.parse(output), ...change }),
    })
    .get('acme-prod');
  return outcome?.status === 'observed' ? outcome.value[0] : outcome;
}

describe('pg_stat_archiver', () => {
  it('says when the last segment was archived', () => {
    expect(seen()).toEqual({
      kind: 'archiver',
      failing: false,
      lastArchivedAt: '2026-11-22T04:41:55.285Z',
      lastArchivedWal: '00000001000000000000002C.00000028.backup',
      failedCount: 0,
    });
  });

  it('fails when the newest thing that happened is a failure', () => {
    expect(seen({}, 'failing')).toMatchObject({
      failing: true,
      lastFailedAt: '2026-11-22T04:43:17.180Z',
      failedCount: 3,
    });
  });

  it('works again once something was archived after the failure', () => {
    expect(
      seen({ last_archived_time: '2026-11-22T05:45:00+01:00' }, 'failing'),
    ).toMatchObject({ failing: false, failedCount: 3 });
  });

  it('fails when nothing ever was archived but tried', () => {
    expect(
      seen({ last_archived_time: null, last_archived_wal: null }, 'failing'),
    ).toMatchObject({ failing: true });
  });

  it.each([
    '2026-11-22 04:41:55.285313',
    '1969-01-01T00:00:00+00',
    '2099-01-01T00:00:00Z',
    'infinity',
  ])('believes no time such as %s', last_archived_time => {
    expect(seen({ last_archived_time })).toMatchObject({ status: 'malformed' });
  });

  it('takes the list that json_agg makes', () => {
    const { output, ...rest } = fixture('ok');
    expect(
      format
        .translate({ ...rest, output: `[${output.trim()}]` })
        .get('acme-prod')?.status,
    ).toBe('observed');
  });
});
