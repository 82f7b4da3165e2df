import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleOdoo from './index';

// The manager of Backstage 1.55 means to close its databases and throws before it does, so its pools keep a jest worker alive
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

it('gives the real scaffolder its action', async () => {
  const backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleOdoo,
      mockServices.database.factory({
        knex: await databases.init('SQLITE_3'),
      }),
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
