import type { Entity } from '@backstage/catalog-model';
import type { OdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** What the descriptors of a GitOps repository say that runs somewhere. */
export interface DeclaredFleet {
  environments: OdooEnvironmentEntity[];
  /** Hand-written Components that say in which cluster and namespace they run. */
  components: Entity[];
}

const IN_CLUSTER = [
  'backstage.io/kubernetes-cluster',
  'backstage.io/kubernetes-namespace',
  'backstage.io/kubernetes-label-selector',
];

/** Reads every YAML file below a folder, so that a tenant who is added there runs without further ado. */
export async function readFleet(folder: string): Promise<DeclaredFleet> {
  const files = (await readdir(folder, { recursive: true }))
    .filter(file => file.endsWith('.yaml'))
    .sort();
  const fleet: DeclaredFleet = { environments: [], components: [] };
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    for (const document of parseAllDocuments(text)) {
      const entity = document.toJS() as Entity | null;
      if (entity?.kind === 'OdooEnvironment') {
        fleet.environments.push(entity as OdooEnvironmentEntity);
      } else if (
        entity?.kind === 'Component' &&
        IN_CLUSTER.every(name => entity.metadata.annotations?.[name])
      ) {
        fleet.components.push(entity);
      }
    }
  }
  return fleet;
}
