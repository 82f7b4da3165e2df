import {
  kubernetesResources,
  pluralOf,
  type KubernetesResourceName,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const role: { kind: string; rules: Rule[] } = parse(
  readFileSync(
    resolve(__dirname, '../../../../../../docs/kubernetes/cluster-role.yaml'),
    'utf8',
  ),
);

const granted = role.rules.flatMap(({ apiGroups, resources }) =>
  apiGroups.flatMap(group => resources.map(plural => `${group}/${plural}`)),
);

describe('the ClusterRole that we ship', () => {
  it('grants exactly what is asked for', () => {
    expect(role.kind).toBe('ClusterRole');
    const asked = Object.entries(kubernetesResources).map(
      ([name, { group }]) =>
        `${group}/${pluralOf(name as KubernetesResourceName)}`,
    );
    expect([...granted].sort()).toEqual(asked.sort());
  });

  it('grants get and list, and no other verb', () => {
    for (const { verbs } of role.rules) {
      expect(verbs).toEqual(['get', 'list']);
    }
  });

  it('grants no secret, no settings file and nothing by a star', () => {
    for (const name of granted) {
      const [, plural] = name.split('/');
      expect(['secrets', 'configmaps', '*']).not.toContain(plural);
      expect(name).not.toContain('*');
      // Subresources: pods/exec and the like
      expect(name.split('/')).toHaveLength(2);
    }
    expect(Object.keys(kubernetesResources)).not.toContain('secrets');
  });
});
