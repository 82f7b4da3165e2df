import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import { authModulePeople } from './module';
import { PERSON_HEADER, SECRET_HEADER } from './peopleAuthenticator';

// The manager of Backstage 1.55 means to close its databases and throws before it does, so its pools keep a jest worker alive
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const SECRET = 'the-secret-of-this-start';
const REFRESH = '/api/auth/people/refresh';

const PEOPLE = [
  { ref: 'user:default/ada', name: 'Ada', title: 'Developer', may: 'Builds.' },
  { ref: 'user:default/new', name: 'New', title: 'Developer', may: 'Builds.' },
];

const ADA: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ada', namespace: 'default' },
  spec: { memberOf: ['developers'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/developers' }],
};

async function start(backend: JsonObject = {}) {
  const logger = mockServices.logger.mock();
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      authModulePeople,
      mockServices.database.factory({ knex: await databases.init('SQLITE_3') }),
      catalogServiceMock.factory({
        entities: [ADA, { ...ADA, metadata: { name: 'eve' } }],
      }),
      logger.factory,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:7007' },
          backend: {
            baseUrl: 'http://localhost:7007',
            listen: { host: '127.0.0.1', port: 0 },
            ...backend,
          },
          auth: {
            providers: { people: { secret: SECRET, users: PEOPLE } },
          },
        },
      }),
    ],
  });
  return { server, logger };
}

describe('authModulePeople', () => {
  const nodeEnv = process.env.NODE_ENV;
  const setNodeEnv = (value: string | undefined) =>
    Object.assign(process.env, { NODE_ENV: value });

  beforeEach(() => {
    setNodeEnv('development');
  });

  afterEach(() => {
    setNodeEnv(nodeEnv);
  });

  it('signs in whoever knows the secret as a person of the list, and nobody else', async () => {
    const { server } = await start();
    const answers = [];
    for (const headers of [
      { [PERSON_HEADER]: 'user:default/ada', [SECRET_HEADER]: SECRET },
      { [PERSON_HEADER]: 'ADA', [SECRET_HEADER]: SECRET },
      { [PERSON_HEADER]: 'user:default/ada' },
      { [PERSON_HEADER]: 'user:default/ada', [SECRET_HEADER]: `${SECRET}x` },
      { [PERSON_HEADER]: 'user:default/ada', [SECRET_HEADER]: '' },
      { [SECRET_HEADER]: SECRET },
      { [PERSON_HEADER]: 'user:', [SECRET_HEADER]: SECRET },
      { [PERSON_HEADER]: 'user:default/eve', [SECRET_HEADER]: SECRET },
      { [PERSON_HEADER]: 'group:default/ada', [SECRET_HEADER]: SECRET },
      { [PERSON_HEADER]: 'user:default/new', [SECRET_HEADER]: SECRET },
    ] as Record<string, string>[]) {
      const answer = await request(server).get(REFRESH).set(headers);
      answers.push([answer.status, JSON.stringify(answer.body)] as const);
    }
    expect(answers.map(([status]) => status)).toEqual([
      200, 200, 401, 401, 401, 400, 400, 403, 403, 404,
    ]);
    expect(answers[0][1]).toContain('group:default/developers');
    expect(
      answers
        .slice(2)
        .map(([, body]) => body)
        .join(),
    ).not.toContain(SECRET);
  });

  it.each([
    ['production', 'production', {}],
    ['a process that nobody told what it is', undefined, {}],
    ['another base URL', 'development', { baseUrl: 'https://portal.example' }],
    ['every interface', 'development', { listen: ':7007' }],
  ])(
    'is not there in case of %s, and the log says why',
    async (_, env, backend) => {
      setNodeEnv(env);
      const { server, logger } = await start(backend);
      const answer = await request(server)
        .get(REFRESH)
        .set({ [PERSON_HEADER]: 'user:default/ada', [SECRET_HEADER]: SECRET });
      expect(answer.status).toBe(404);
      expect(logger.error).toHaveBeenCalledWith(
        expect.stringMatching(/^Choosing a person to sign in as is refused: /),
      );
    },
  );
});
