import {
  gitPlaceOf,
  gitRepositoryName,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readFleet, type DeclaredFleet } from '../kubernetes/readFleet';
import { demonstrationTrouble } from '../kubernetes/trouble';
import { demonstrationRepositories } from './demonstrationRepositories';

const ROOT = resolve(__dirname, '../../../..');
const now = new Date('2026-11-22T08:00:00Z');

interface Source {
  adapter: string;
  settings?: { repository?: string; tree?: string };
  covers?: { buckets?: string[] };
}

describe('demonstrationRepositories', () => {
  let fleet: DeclaredFleet;

  beforeAll(async () => {
    fleet = await readFleet(resolve(ROOT, 'examples/fleet'));
  });

  it('holds what each environment is set up from, but for the trouble, changed in the past', () => {
    const repositories = demonstrationRepositories(
      fleet,
      demonstrationTrouble,
      now,
    );
    const missing = fleet.environments.filter(({ spec }) => {
      const { repository, path } = gitPlaceOf(spec)!;
      const { files, changedAt } = repositories.get(
        repository.replace('git.odoo-fleet.example/', ''),
      )!;
      const at = changedAt(path);
      const isThere = [...files.keys()].some(file =>
        file.startsWith(`${path}/`),
      );
      expect(at !== undefined && at < now).toBe(isThere);
      return !isThere;
    });
    expect(missing.map(({ metadata }) => metadata.name)).toEqual([
      'kestrova-production',
    ]);
  });

  it('stands still for a day', () => {
    const commits = (at: string) =>
      [
        ...demonstrationRepositories(
          fleet,
          demonstrationTrouble,
          new Date(at),
        ).values(),
      ].map(({ commit }) => commit);
    expect(commits('2026-11-22T00:01:00Z')).toEqual(
      commits('2026-11-22T23:59:00Z'),
    );
    expect(commits('2026-11-23T00:01:00Z')).not.toEqual(
      commits('2026-11-22T23:59:00Z'),
    );
  });

  it('is read by a source of the config, as each bucket is', () => {
    const { odoo } = parse(
      readFileSync(resolve(ROOT, 'app-config.demo.yaml'), 'utf8'),
    ) as { odoo: { backups: { sources: Source[] } } };
    const { sources } = odoo.backups;
    const repositories = sources.flatMap(({ adapter, settings }) =>
      adapter === 'git-configuration'
        ? [gitRepositoryName(settings!.repository!)]
        : [],
    );
    const buckets = sources.flatMap(({ covers }) => covers?.buckets ?? []);
    const trees = sources.flatMap(({ settings }) =>
      settings?.tree === undefined
        ? []
        : [[settings.repository, settings.tree]],
    );
    expect(trees).toEqual(
      trees.map(([repository]) => [repository, `${repository}/tree/main`]),
    );
    for (const { spec } of fleet.environments) {
      expect(repositories).toContain(gitPlaceOf(spec)!.repository);
    }
    const stored = fleet.environments.flatMap(
      ({ spec }) => spec.objectStorage?.bucket ?? [],
    );
    expect(stored.length).toBeGreaterThan(10);
    for (const bucket of stored) {
      expect(
        buckets.filter(pattern => bucket.startsWith(pattern.replace('*', ''))),
      ).toHaveLength(1);
    }
  });
});
