import { resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readFleet } from '../kubernetes/readFleet';
import { backupsAt } from './backupTimes';
import { backupReports } from './reports';
import { reportedDatabases } from './stanzas';
import { lastArchivedAt, walAt } from './wal';

const root = resolve(__dirname, '../../../..');
const anchor = new Date('2026-11-22T08:00:00Z');
const soon = new Date('2026-11-22T09:00:00Z');

const outputOf = (stanza: string, format: string, now = soon) =>
  backupReports(now, anchor).find(
    report => report.id === stanza && report.format === format,
  );

describe('backupReports', () => {
  it('says the same of the same instant, to the byte', () => {
    expect(JSON.stringify(backupReports(soon, anchor))).toBe(
      JSON.stringify(backupReports(new Date(soon), new Date(anchor))),
    );
  });

  it('speaks of databases as their descriptors do, through sources that the config has', async () => {
    const { environments } = await readFleet(resolve(root, 'examples/fleet'));
    const { odoo } = parse(
      readFileSync(resolve(root, 'app-config.demo.yaml'), 'utf8'),
    ) as { odoo: { backups: { sources: { name: string }[] } } };
    const sources = odoo.backups.sources.map(({ name }) => name);
    for (const { stanza, source, database } of reportedDatabases) {
      const declared = JSON.stringify({
        source,
        area: 'postgresql',
        id: stanza,
      });
      const found = environments.find(({ spec }) =>
        spec.backupSources?.some(one => JSON.stringify(one) === declared),
      );
      expect(found?.spec.database.name).toBe(database);
      expect(sources).toContain(source);
    }
  });

  it('lets an archiver that fails lose what was written since, and a healthy one a minute at most', () => {
    const of = (stanza: string) =>
      JSON.parse(outputOf(stanza, 'pg-stat-archiver')?.output ?? '{}');
    expect(Date.parse(of('bora-production').last_archived_time)).toBeLessThan(
      anchor.getTime() - 30 * 60_000,
    );
    expect(
      soon.getTime() -
        Date.parse(of('bellegarde-production').last_archived_time),
    ).toBeLessThan(66_000);
  });

  it('hides the lost segment from pgBackRest itself', () => {
    const info = outputOf('calbrina-production', 'pgbackrest-info');
    expect(JSON.parse(info!.output.split('\n')[0])[0].status.code).toBe(0);
    expect(info?.exitCode).toBe(0);
    expect(
      outputOf('calbrina-production', 'check-pgbackrest')?.output,
    ).toContain('"num_missing_archives":"1"');
    expect(
      outputOf('bora-production', 'check-pgbackrest')?.output,
    ).not.toContain('num_missing_archives');
  });

  it('damages the newest full, and no other', () => {
    const [line] = outputOf('bora-production', 'pgbackrest-info')!.output.split(
      '\n',
    );
    const backups: { type: string; error: boolean }[] =
      JSON.parse(line)[0].backup;
    const fulls = backups.filter(({ type }) => type === 'full');
    expect(fulls.length).toBeGreaterThan(2);
    expect(fulls.map(({ error }) => error)).toEqual([
      ...fulls.slice(1).map(() => false),
      true,
    ]);
    expect(backups.filter(({ error }) => error)).toHaveLength(1);
  });

  it('repeats for ever what the job that died saw last', () => {
    const at = (now: Date) =>
      outputOf('pimlow-production', 'pgbackrest-info', now)?.takenAt;
    expect(at(soon)).toBe('2026-11-19T08:00:00.000Z');
    expect(at(new Date('2026-12-01T00:00:00Z'))).toBe(at(soon));
  });
});

describe('backupsAt', () => {
  it('begins with a full, and has none from the future', () => {
    for (const hour of [0, 1, 1.1, 1.5, 11, 11.02, 23]) {
      const now = Date.UTC(2026, 10, 22) + hour * 3_600_000;
      const taken = backupsAt(now);
      expect(taken[0].type).toBe('full');
      expect(Math.max(...taken.map(({ stop }) => stop))).toBeLessThanOrEqual(
        now,
      );
    }
  });
});

describe('walAt', () => {
  it('counts on over the end of a file name’s last part', () => {
    const names = Array.from({ length: 300 }, (_, minute) =>
      walAt(Date.UTC(2026, 5, 1) + minute * 60_000),
    );
    expect(names[0]).toMatch(/^[0-9A-F]{24}$/);
    expect([...names].sort()).toEqual(names);
    expect(new Set(names).size).toBe(300);
  });

  it('archives what is full', () => {
    const now = Date.UTC(2026, 5, 1, 12, 0, 30);
    expect(lastArchivedAt(now)).toBeLessThanOrEqual(now);
  });
});
