import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleOdoo from './index';

it('gives the real scaffolder its action', async () => {
  const backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleOdoo,
      mockServices.rootSystemMetadata.factory(),
    ],
  });
  try {
    const { port } = backend.server.address() as { port: number };
    const response = await fetch(
      `http://localhost:${port}/api/scaffolder/v2/actions`,
    );
    const actions = (await response.json()) as { id: string }[];
    expect(actions.map(({ id }) => id)).toContain('odoo:descriptor:validate');
  } finally {
    await backend.stop();
  }
});
