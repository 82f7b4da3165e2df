import { digestSchema } from '../fields';
import { plainText } from '../plainText';

const embeddedDigest = /(?:^|@|%40)sha256(?::|%3a)([0-9a-f]{64})(?=$|[?#])/i;

/**
 * One name for one artifact, however a source writes it: a package URL (`pkg:oci/odoo@sha256%3A…`), an image reference
 * (`registry.example/odoo@sha256:…`) and a bare digest all become `sha256:…`. Anything without a digest (a tag, a version)
 * stays as the source wrote it: it names no fixed content, so it must not be taken for the same artifact as a digest.
 *
 * @public
 */
export function normaliseArtifact(raw: string): string {
  const match = embeddedDigest.exec(raw);
  return match ? `sha256:${match[1].toLowerCase()}` : raw;
}

/**
 * The image digest of an artifact; absent when the artifact is named by something else, which is «not known».
 *
 * @public
 */
export function artifactDigest(artifact: string): string | undefined {
  const normalised = normaliseArtifact(artifact);
  return digestSchema.safeParse(normalised).success ? normalised : undefined;
}

/**
 * An artifact in a sentence: the first twelve digits of a digest, as container tools shorten it, or what the source wrote.
 *
 * @public
 */
export function sayArtifact(artifact: string): string {
  const digest = artifactDigest(artifact);
  return digest ? digest.slice(0, 'sha256:'.length + 12) : plainText(artifact);
}
