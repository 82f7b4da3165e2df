import { makeValidator } from '@backstage/catalog-model';
import { z } from 'zod';
import { dnsLabelSchema } from '../fields';
import { MAX_ENVIRONMENT_NAME_LENGTH } from './environment';
import { MAX_TENANT_NAME_LENGTH } from './tenant';

const backstage = makeValidator();

const stringMap = (
  isKey: (key: unknown) => boolean,
  isValue: (value: unknown) => boolean,
  what: string,
) =>
  z.record(
    z
      .string()
      .refine(isKey, `write the name of ${what} such as example.org/name`),
    z.string().refine(isValue, `write a value that ${what} can have`),
  );

/**
 * The part of an entity's metadata that its author writes. The catalog checks the same with its own policies; it is checked
 * here as well, so that a descriptor in a repository can be judged without a catalog. Fields that are not known here are
 * left alone: the catalog and its processors add some (`uid`, `etag`).
 */
function metadataSchema(name: z.ZodType<string>) {
  return z.looseObject({
    name,
    namespace: dnsLabelSchema.optional(),
    title: z.string().min(1).optional(),
    description: z.string().optional(),
    labels: stringMap(
      backstage.isValidLabelKey,
      backstage.isValidLabelValue,
      'a label',
    ).optional(),
    annotations: stringMap(
      backstage.isValidAnnotationKey,
      backstage.isValidAnnotationValue,
      'an annotation',
    ).optional(),
    tags: z
      .array(
        z
          .string()
          .refine(
            backstage.isValidTag,
            'write a tag: lower-case letters, digits, + and #, separated by dashes',
          ),
      )
      .optional(),
    links: z
      .array(
        z.looseObject({
          url: z.string().min(1),
          title: z.string().min(1).optional(),
          icon: z.string().min(1).optional(),
          type: z.string().min(1).optional(),
        }),
      )
      .optional(),
  });
}

/** Name of a tenant or environment: a DNS label, since namespaces and workloads in Kubernetes are named after it. */
function nameSchema(longest: number, reason: string) {
  return z
    .string()
    .max(longest, `write a name of at most ${longest} characters: ${reason}`)
    .regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
      'write a DNS label: lower-case letters, digits and dashes',
    );
}

export const tenantMetadataSchema = metadataSchema(
  nameSchema(MAX_TENANT_NAME_LENGTH, 'no entity may have a longer one'),
);

export const environmentMetadataSchema = metadataSchema(
  nameSchema(
    MAX_ENVIRONMENT_NAME_LENGTH,
    'its services are called <environment>-<role>, and no entity may have a name longer than 63',
  ),
);
