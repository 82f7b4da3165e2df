import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { demonstrationDigest, tellStory } from './story';

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

  it('asks the gate about each proposed release that is not in production yet', () => {
    expect(tellStory(anchor).questions).toEqual(
      [
        ['bellegarde', '2.14.0'],
        ['bora', '6.0.0'],
        ['castor', '1.8.2'],
        ['lumen', '3.1.4'],
      ].map(([tenant, version]) => ({
        environment: `odooenvironment:default/${tenant}-production`,
        digest: demonstrationDigest(tenant, version),
      })),
    );
  });

  it.each([
    ['bellegarde', 'bellegarde-grocers', '2.13.1'],
    ['bora', 'bora-fashion', '5.2.0'],
    ['castor', 'castor-diy', '1.8.1'],
    ['lumen', 'lumen-pharmacy', '3.1.3'],
  ])('deploys to %s what its descriptor pins', (tenant, folder, version) => {
    const file = `examples/fleet/${folder}/${tenant}-production.yaml`;
    const { spec } = parse(
      readFileSync(resolve(__dirname, '../../..', file), 'utf8'),
    );
    const digest = demonstrationDigest(tenant, version);
    expect(spec.image).toMatch(new RegExp(`@${digest}$`));
    expect(
      tellStory(anchor).events.find(
        event =>
          event.type.startsWith('dev.cdevents.service.upgraded') &&
          event.source.endsWith(`/${folder}`),
      ),
    ).toMatchObject({
      data: {
        subject: {
          content: {
            artifactId: expect.stringContaining(digest.slice('sha256:'.length)),
          },
        },
      },
    });
  });
});
