import { servedResources } from './resources';

/** A Kubernetes object, as far as the stand-in has to know it. */
export interface LabObject {
  apiVersion: string;
  kind: string;
  metadata: LabMetadata;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  data?: Record<string, string>;
}

export interface LabMetadata {
  name: string;
  namespace?: string;
  uid: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  creationTimestamp: string;
  generation?: number;
  ownerReferences?: {
    apiVersion: string;
    kind: string;
    name: string;
    uid: string;
    controller: boolean;
    blockOwnerDeletion: boolean;
  }[];
  /** Given by the cluster. */
  resourceVersion?: string;
}

/** All objects of one kind at one instant, in the order of lists. */
export interface Snapshot {
  resourceVersion: string;
  objects: readonly LabObject[];
}

const keyOf = ({ metadata }: LabObject) =>
  `${metadata.namespace ?? ''}/${metadata.name}`;

/** What is in a cluster. Every change makes a new version; a snapshot stays as it was. */
export class ClusterContents {
  #version = 1000;
  readonly #byKind = new Map<string, ReadonlyMap<string, LabObject>>();

  /** Adds objects, or puts them in the place of those of the same name. */
  put(...objects: LabObject[]): this {
    for (const object of objects) {
      this.#version++;
      this.#change(object, objectsOfKind =>
        objectsOfKind.set(keyOf(object), {
          ...object,
          metadata: {
            ...object.metadata,
            resourceVersion: String(this.#version),
          },
        }),
      );
    }
    return this;
  }

  remove(object: LabObject): this {
    this.#version++;
    this.#change(object, objectsOfKind => objectsOfKind.delete(keyOf(object)));
    return this;
  }

  snapshot(kind: string): Snapshot {
    const objects = [...(this.#byKind.get(kind)?.entries() ?? [])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
    return { resourceVersion: String(this.#version), objects };
  }

  #change(
    { kind }: LabObject,
    change: (objectsOfKind: Map<string, LabObject>) => unknown,
  ): void {
    if (!servedResources.some(resource => resource.kind === kind)) {
      throw new Error(`The stand-in serves no ${kind}: add it to resources.ts`);
    }
    const copy = new Map(this.#byKind.get(kind));
    change(copy);
    this.#byKind.set(kind, copy);
  }
}
