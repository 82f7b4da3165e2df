import { artifactDigest, normaliseArtifact } from './artifact';
import { releaseId } from './releaseId';

const hex = 'a1'.repeat(32);

describe('normaliseArtifact', () => {
  it.each([
    [
      `pkg:oci/odoo@sha256%3A${hex}?repository_url=registry.example.org/odoo&tag=18`,
    ],
    [`pkg:oci/odoo@sha256:${hex}`],
    [`pkg:oci/odoo%40sha256%3a${hex}#sub`],
    [`registry.example.org:5000/acme/odoo:18.0@sha256:${hex}`],
    [`sha256:${hex}`],
    [`SHA256:${hex.toUpperCase()}`],
  ])('%s', raw => {
    expect(normaliseArtifact(raw)).toBe(`sha256:${hex}`);
    expect(artifactDigest(raw)).toBe(`sha256:${hex}`);
  });

  it.each([
    ['odoo:18.0'],
    [`sha256:${hex}00`],
    [`sha256:${hex.slice(2)}`],
    [`sha512:${hex}`],
    // A checksum qualifier names a file that was downloaded, not an image.
    [`pkg:generic/odoo?checksum=sha256:${hex}`],
    [''],
  ])('leaves %s as it is: no digest is known', raw => {
    expect(normaliseArtifact(raw)).toBe(raw);
    expect(artifactDigest(raw)).toBeUndefined();
  });
});

describe('releaseId', () => {
  it('is of the key alone and differs when any part does', () => {
    const keys: [string, string, number][] = [
      ['a', 'b', 1],
      ['a', 'b', 2],
      ['a', 'b1', 1],
      ['ab', '', 1],
      ['a","b', '', 1],
    ];
    const ids = keys.map(key => releaseId(...key));
    expect(new Set(ids).size).toBe(keys.length);
    expect(keys.map(key => releaseId(...key))).toEqual(ids);
    // Stored in databases and linked to: a change here orphans both.
    expect(ids[0]).toMatchInlineSnapshot(
      `"rel-18948164fa1d1dc235ae4c1f5dea83b9"`,
    );
  });
});
