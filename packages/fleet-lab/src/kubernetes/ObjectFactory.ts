import { createHash } from 'node:crypto';
import type { LabMetadata, LabObject } from './ClusterContents';
import { apiVersionOf, servedResources } from './resources';

const HOUR = 3_600_000;

/** What differs from object to object. */
export interface ObjectParts {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** How long ago it was created. */
  ageHours: number;
  owner?: LabObject;
  generation?: number;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  data?: Record<string, string>;
}

/** Makes the objects of one cluster: the same parts and the same instant give the same bytes. */
export class ObjectFactory {
  constructor(private readonly cluster: string, private readonly now: Date) {}

  /** Hexadecimal digits that look like chance and are none. */
  digits(...seed: string[]): string {
    return createHash('sha256')
      .update(JSON.stringify([this.cluster, ...seed]))
      .digest('hex');
  }

  /** The five or ten letters at the end of generated names. */
  suffix(length: number, ...seed: string[]): string {
    const letters = 'bcdfghjklmnpqrstvwxz2456789';
    return [...Buffer.from(this.digits(...seed), 'hex')]
      .slice(0, length)
      .map(byte => letters[byte % letters.length])
      .join('');
  }

  ago(hours: number): string {
    const instant = new Date(this.now.getTime() - hours * HOUR);
    return instant.toISOString().replace(/\.\d+Z$/, 'Z');
  }

  /** @param type - kind, with the group after it where several have one of that name: `Backup.velero.io` */
  make(type: string, parts: ObjectParts): LabObject {
    const [kind] = type.split('.', 1);
    const group = type === kind ? undefined : type.slice(kind.length + 1);
    const resource = servedResources.find(
      served =>
        served.kind === kind && (group === undefined || served.group === group),
    );
    if (!resource) {
      throw new Error(`The stand-in serves no ${type}`);
    }
    const { name, namespace, labels, annotations, owner, generation } = parts;
    const hex = this.digits(type, namespace ?? '', name);
    const metadata: LabMetadata = {
      name,
      ...(namespace !== undefined && { namespace }),
      uid: [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `a${hex.slice(17, 20)}`,
        hex.slice(20, 32),
      ].join('-'),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      creationTimestamp: this.ago(parts.ageHours),
      ...(generation !== undefined && { generation }),
      ...(owner && {
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: owner.metadata.name,
            uid: owner.metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      }),
    };
    return {
      apiVersion: apiVersionOf(resource),
      kind,
      metadata,
      ...(parts.spec && { spec: parts.spec }),
      ...(parts.status && { status: parts.status }),
      ...(parts.data && { data: parts.data }),
    };
  }
}
