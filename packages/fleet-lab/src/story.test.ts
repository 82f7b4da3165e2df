import { resolve } from 'node:path';
import { deliveries } from './deliveries';
import { demonstrationDigest } from './deliverySteps';
import { readFleet } from './kubernetes/readFleet';
import { tellStory } from './story';

const fleetFolder = resolve(__dirname, '../../../examples/fleet');

describe('tellStory', () => {
  const anchor = new Date('2026-11-22T08:00:00Z');

  it('tells the same story from the same anchor, to the byte', () => {
    expect(JSON.stringify(tellStory(anchor))).toBe(
      JSON.stringify(tellStory(new Date(anchor))),
    );
  });

  it('gives every event an identity of its own, and another one from another anchor', () => {
    const ids = tellStory(anchor).events.map(e => `${e.source} ${e.id}`);
    expect(new Set(ids).size).toBe(ids.length);
    const later = tellStory(new Date('2026-11-23T08:00:00Z')).events;
    expect(later.map(e => `${e.source} ${e.id}`)).not.toEqual(
      expect.arrayContaining([ids[0]]),
    );
  });

  it('never speaks of the future', () => {
    for (const event of tellStory(anchor).events) {
      expect(Date.parse(event.time)).toBeLessThanOrEqual(anchor.getTime());
    }
  });

  it('asks the gate about each proposed release that may still go out', () => {
    expect(tellStory(anchor).questions).toEqual(
      [
        ['bellegarde', '2.14.0'],
        ['bora', '6.0.0'],
        ['calbrina', '9.5.0'],
        ['sorielle', '2.2.1'],
        ['castor', '1.8.2'],
        ['lumen', '3.1.4'],
        ['grosvanta', '5.6.0'],
      ].map(([tenant, version]) => ({
        environment: `odooenvironment:default/${tenant}-production`,
        digest: demonstrationDigest(tenant, version),
      })),
    );
  });

  it('leaves running in each production what its descriptor pins', async () => {
    const { environments } = await readFleet(fleetFolder);
    const runs = new Map<string, string>();
    const events = [...tellStory(anchor).events].sort((a, b) =>
      a.time.localeCompare(b.time),
    );
    for (const { type, data } of events) {
      if (/service\.(upgraded|rolledback)/.test(type)) {
        const { content } = data.subject as {
          content: { environment: { id: string }; artifactId: string };
        };
        runs.set(content.environment.id, content.artifactId);
      }
    }
    const pinned = environments
      .filter(({ spec }) => spec.stage === 'production')
      .map(({ metadata, spec }) => [metadata.name, spec.image!.split('@')[1]]);
    expect(pinned).toHaveLength(12);
    expect(
      pinned.filter(([name]) => !runs.has(name)).map(([name]) => name),
    ).toEqual(['pimlow-production']);
    for (const [name, digest] of pinned.filter(([id]) => runs.has(id))) {
      expect(`${name} ${runs.get(name)}`).toContain(digest.replace(':', '%3A'));
    }
  });

  it('plays every tenant of the fleet but the one whose pipeline is silent', async () => {
    const { environments } = await readFleet(fleetFolder);
    const tenants = environments.map(({ spec }) => spec.tenant.split('/')[1]);
    const told = deliveries.map(({ tenant }) => tenant);
    expect(new Set(tenants).size).toBe(12);
    expect(told.filter(tenant => !tenants.includes(tenant))).toEqual([]);
    expect(
      [...new Set(tenants)].filter(tenant => !told.includes(tenant)),
    ).toEqual(['pimlow-books']);
  });

  it.each([
    ['fails', 'pipelinerun.finished', 'kestrova-sports', '3.3.0-'],
    ['is rolled back', 'service.rolledback', 'hallmoor-furniture', '7.1.0-'],
  ])('has a release that %s', (_, type, tenant, version) => {
    const found = tellStory(anchor).events.filter(
      event =>
        event.type.includes(type) &&
        event.source.endsWith(`/${tenant}`) &&
        event.id.includes(version) &&
        !JSON.stringify(event.data).includes('"success"'),
    );
    expect(found).toHaveLength(1);
  });
});
