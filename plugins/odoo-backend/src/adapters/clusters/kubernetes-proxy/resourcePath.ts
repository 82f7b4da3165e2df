import {
  kubernetesResources,
  pluralOf,
  type KubernetesResource,
  type KubernetesResourceName,
} from '@odoo-fleet/backstage-plugin-odoo-node';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Names of objects may have dots, and nothing that means something in a path. */
const DNS_SUBDOMAIN = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** The resource of this name, or an error: the allow-list holds for callers too that got past the type. */
export function allowedResource(
  name: KubernetesResourceName,
): KubernetesResource {
  if (!Object.hasOwn(kubernetesResources, name)) {
    throw new TypeError(
      `The suite does not read ${name}: only what kubernetesResources names.`,
    );
  }
  return kubernetesResources[name];
}

export function apiVersionOf({ group, version }: KubernetesResource): string {
  return group ? `${group}/${version}` : version;
}

/** Path of a resource, of its objects in one namespace, or of one object, as the Kubernetes API serves it. */
export function resourcePath(
  resourceName: KubernetesResourceName,
  { namespace, name }: { namespace?: string; name?: string },
): string {
  const resource = allowedResource(resourceName);
  if (namespace !== undefined && !resource.namespaced) {
    throw new TypeError(`${resourceName} are in no namespace.`);
  }
  if (namespace === undefined && name !== undefined && resource.namespaced) {
    throw new TypeError(
      `One of the ${resourceName} is found by its namespace too.`,
    );
  }
  if (namespace !== undefined && !DNS_LABEL.test(namespace)) {
    throw new TypeError('No namespace can have that name.');
  }
  if (name !== undefined && (!DNS_SUBDOMAIN.test(name) || /\.\./.test(name))) {
    throw new TypeError('No object can have that name.');
  }
  return [
    resource.group ? '/apis' : '/api',
    apiVersionOf(resource),
    ...(namespace === undefined ? [] : ['namespaces', namespace]),
    pluralOf(resourceName),
    ...(name === undefined ? [] : [name]),
  ].join('/');
}
