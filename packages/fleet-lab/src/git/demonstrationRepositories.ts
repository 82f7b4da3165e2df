import {
  gitPlaceOf,
  type OdooEnvironmentEntity,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { DeclaredFleet } from '../kubernetes/readFleet';
import type { Trouble } from '../kubernetes/trouble';
import type { HostedRepository } from './GitHostStandIn';

const DAY = 24 * 3_600_000;

const digest = (...seed: string[]) =>
  createHash('sha1').update(JSON.stringify(seed)).digest('hex');

/** What an environment would be set up from: an overlay that says what is its own. */
function overlayOf({
  metadata,
  spec,
}: OdooEnvironmentEntity): [string, string][] {
  return [
    [
      'kustomization.yaml',
      stringify({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        namespace: spec.kubernetes.namespace,
        resources: ['../../../base/odoo', 'ingress.yaml'],
        configMapGenerator: [{ name: 'odoo', files: ['odoo.conf'] }],
        images: [{ name: 'odoo', newName: spec.image }],
      }),
    ],
    [
      'ingress.yaml',
      stringify({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: metadata.name },
        spec: {
          rules: [{ host: spec.url && new URL(spec.url).hostname }],
        },
      }),
    ],
    ['odoo.conf', `[options]\ndb_name = ${spec.database.name}\n`],
  ];
}

/**
 * The repositories that the descriptors of a fleet name, as they would stand at an instant. Commits are so many days old as seen from
 * the midnight before, so that a branch stands still for a day.
 */
export function demonstrationRepositories(
  { environments }: DeclaredFleet,
  { recovery }: Pick<Trouble, 'recovery'>,
  now: Date,
): ReadonlyMap<string, HostedRepository> {
  const midnight = Math.floor(now.getTime() / DAY) * DAY;
  const changes = new Map<string, Map<string, number>>();
  const files = new Map<string, Map<string, string>>();
  for (const environment of environments) {
    const place = gitPlaceOf(environment.spec);
    const isMissing = recovery.some(
      ({ environment: name, what }) =>
        name === environment.metadata.name && what === 'path-missing',
    );
    if (place) {
      const { repository, path } = place;
      const name = repository.slice(repository.indexOf('/') + 1);
      const content =
        files.get(name) ?? new Map([['base/odoo/kustomization.yaml', '{}\n']]);
      const commits = changes.get(name) ?? new Map<string, number>();
      files.set(name, content);
      changes.set(name, commits);
      if (!isMissing) {
        overlayOf(environment).forEach(([file, text]) =>
          content.set(`${path}/${file}`, text),
        );
        const minutes = parseInt(digest(path).slice(0, 4), 16);
        commits.set(path, midnight - (minutes + 60) * 60_000);
      }
    }
  }
  return new Map(
    [...files].map(([name, content]) => [
      name,
      {
        branch: 'main',
        commit: digest(name, String(midnight), ...content.keys()),
        files: content,
        changedAt: path => {
          const at = changes.get(name)?.get(path);
          return at === undefined ? undefined : new Date(at);
        },
      },
    ]),
  );
}
