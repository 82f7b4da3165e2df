import { isOdooEnvironmentEntity } from '@odoo-fleet/backstage-plugin-odoo-common';
import { environment as fixture } from '../releases/__fixtures__/fleet';
import { deploymentHref, folderHref } from './coordinates';

function environmentWith(gitops: object) {
  const entity = { ...fixture, spec: { ...fixture.spec, gitops } };
  if (!isOdooEnvironmentEntity(entity)) {
    throw new Error('the fixture is no environment');
  }
  return entity;
}

const repository = 'https://git.example/platform/fleet';

describe('the address of the application or kustomization', () => {
  const argocd = environmentWith({
    repository,
    path: 'acme',
    argocd: { application: 'acme-production' },
  });

  it('fills in the pattern of the config', () => {
    expect(
      deploymentHref('https://argocd.example/{cluster}/{name}', argocd),
    ).toBe('https://argocd.example/acme-eu/acme-production');
    expect(
      deploymentHref(
        'https://flux.example/{namespace}/{name}',
        environmentWith({
          repository,
          path: 'acme',
          flux: { kustomization: 'acme', namespace: 'flux-system' },
        }),
      ),
    ).toBe('https://flux.example/flux-system/acme');
  });

  it('is no address when something is missing', () => {
    expect(deploymentHref(undefined, argocd)).toBeUndefined();
    expect(
      deploymentHref('https://argocd.example/{namespace}/{name}', argocd),
    ).toBeUndefined();
  });
});

it.each([
  ['github', 'https://git.example/platform/fleet/tree/HEAD/tenants/acme'],
  ['gitlab', 'https://git.example/platform/fleet/-/tree/HEAD/tenants/acme'],
  ['bitbucketServer', 'https://git.example/platform/fleet/browse/tenants/acme'],
  [undefined, 'https://git.example/platform/fleet'],
])('links a folder on %s', (type, expected) => {
  expect(folderHref(repository, '/tenants/acme/', type)).toBe(expected);
});
