import { archiveListingSchema } from './schema';

/** Names of files of an archive that begin with a segment's name. */
export interface ArchiveListing {
  /** Segments that are really there. */
  segments: ReadonlySet<string>;
  /** Segments of which only a trace is left: the label of a backup that began in them, or their first part. */
  traces: readonly string[];
}

const SEGMENT_FILE = /\/([0-9A-F]{24})-[0-9a-f]{40}(?:\.[a-z0-9]{1,4})?$/;
const LABEL_FILE = /\/([0-9A-F]{24})\.[0-9A-F]{8}\.backup[^/]*$/;
const PART_FILE = /\/([0-9A-F]{24})\.partial[^/]*$/;

/** `15-1`, `16-2`: the archive of one database cluster; an upgrade begins the next. */
function clusterOf(path: string): number {
  return Number(/^[0-9.]+-(\d{1,6})\//.exec(path)?.[1] ?? -1);
}

/** Reads one or more listings, of one repository each. */
export function readArchiveListings(
  documents: readonly unknown[],
): ArchiveListing {
  const paths = documents.flatMap(document =>
    Object.entries(archiveListingSchema.parse(document)).flatMap(
      ([path, { type }]) => (type === 'file' ? [path] : []),
    ),
  );
  const newest = paths.reduce(
    (most, path) => Math.max(most, clusterOf(path)),
    -1,
  );
  const current = paths.filter(path => clusterOf(path) === newest);
  const named = (pattern: RegExp) =>
    current.flatMap(path => pattern.exec(path)?.[1] ?? []);
  const segments = new Set(named(SEGMENT_FILE));
  const goesOn = (part: string) =>
    [...segments].some(
      name =>
        name.slice(8) === part.slice(8) && name.slice(0, 8) > part.slice(0, 8),
    );
  return {
    segments,
    traces: [
      ...new Set([
        ...named(LABEL_FILE),
        // A standby that took over writes the segment again, on its own time line
        ...named(PART_FILE).filter(part => !goesOn(part)),
      ]),
    ]
      .filter(name => !segments.has(name))
      .sort(),
  };
}
