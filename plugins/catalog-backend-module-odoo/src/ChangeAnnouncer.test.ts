import { mockServices } from '@backstage/backend-test-utils';
import type { CatalogProcessorCache } from '@backstage/plugin-catalog-node';
import { ChangeAnnouncer } from './ChangeAnnouncer';
import { OdooEntitiesProcessor } from './OdooEntitiesProcessor';

const tenant = (title: string) => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: { name: 'acme', title },
  spec: {
    owner: 'group:default/acme',
    criticality: 'standard',
    timeZone: 'Europe/Paris',
  },
});

const location = { type: 'file', target: '/acme.yaml' };

describe('what is told of changes', () => {
  it('is each tenant, environment, User and Group that is other than it was, and nothing else', async () => {
    const values = new Map<string, unknown>();
    const cache = {
      get: async (key: string) => values.get(key),
      set: async (key: string, value: unknown) => {
        values.set(key, value);
      },
    } as CatalogProcessorCache;
    const onChange = jest.fn();
    const processor = new OdooEntitiesProcessor({ onChange });
    const process = (entity: object) =>
      processor.postProcessEntity(
        entity as ReturnType<typeof tenant>,
        location,
        () => {},
        cache,
      );

    await process(tenant('Acme'));
    await process(tenant('Acme'));
    expect(onChange.mock.calls).toEqual([['odootenant:default/acme']]);
    await process(tenant('Acme Fashion'));
    expect(onChange).toHaveBeenCalledTimes(2);
    await process({
      ...tenant('x'),
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
    });
    expect(onChange).toHaveBeenCalledTimes(2);

    const person = (login: string) => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: {
        name: 'jo',
        annotations: { 'github.com/user-login': login },
      },
      spec: { memberOf: [] },
    });
    onChange.mockClear();
    values.clear();
    await process(person('jo'));
    await process(person('jo'));
    await process(person('jo-hub'));
    expect(onChange.mock.calls).toEqual([
      ['user:default/jo'],
      ['user:default/jo'],
    ]);
    values.clear();
    await process({ ...person('jo'), kind: 'Group' });
    expect(onChange).toHaveBeenLastCalledWith('group:default/jo');
  });

  it('is gathered into few events, and a bus that is away fails nothing', async () => {
    const events = mockServices.events.mock();
    const logger = mockServices.logger.mock();
    const announcer = new ChangeAnnouncer({ events, logger });
    const settle = () => new Promise(done => setTimeout(done, 400));
    for (let n = 0; n < 700; n += 1) {
      announcer.add(`odootenant:default/t${n}`);
      announcer.add('odootenant:default/t0');
    }
    await settle();
    expect(
      events.publish.mock.calls.map(([{ topic, eventPayload }]) => [
        topic,
        (eventPayload as { entityRefs: string[] }).entityRefs.length,
      ]),
    ).toEqual([
      ['odoo.catalog.changed', 500],
      ['odoo.catalog.changed', 200],
    ]);

    events.publish.mockRejectedValueOnce(new Error('away'));
    announcer.add('odootenant:default/late');
    await settle();
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });
});
