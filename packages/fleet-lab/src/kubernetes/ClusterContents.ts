import {
  apiVersionOf,
  servedResources,
  type ServedResource,
} from './resources';

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

/** Two groups may have a kind of one name, as CloudNativePG and Velero both have a Backup. */
const typeOf = ({ apiVersion, kind }: Pick<LabObject, 'apiVersion' | 'kind'>) =>
  `${apiVersion} ${kind}`;

const keyOf = ({ metadata }: LabObject) =>
  `${metadata.namespace ?? ''}/${metadata.name}`;

/** What is in a cluster. Every change makes a new version; a snapshot stays as it was. */
export class ClusterContents {
  #version = 1000;
  readonly #byType = new Map<string, ReadonlyMap<string, LabObject>>();

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

  snapshot(resource: ServedResource): Snapshot {
    const type = typeOf({
      apiVersion: apiVersionOf(resource),
      kind: resource.kind,
    });
    const objects = [...(this.#byType.get(type)?.entries() ?? [])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
    return { resourceVersion: String(this.#version), objects };
  }

  #change(
    object: LabObject,
    change: (objectsOfKind: Map<string, LabObject>) => unknown,
  ): void {
    const { apiVersion, kind } = object;
    if (
      !servedResources.some(
        resource =>
          resource.kind === kind && apiVersionOf(resource) === apiVersion,
      )
    ) {
      throw new Error(`The stand-in serves no ${kind}: add it to resources.ts`);
    }
    const type = typeOf(object);
    const copy = new Map(this.#byType.get(type));
    change(copy);
    this.#byType.set(type, copy);
  }
}
