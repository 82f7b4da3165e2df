import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  claimsToBeOdooEntity,
  formatProblems,
  parseDescriptor,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  type DescriptorDocument,
  findDescriptorFiles,
  readDescriptorFile,
} from './descriptorFiles';
import { examples } from './validateDescriptors.examples';

/** Problems of the documents, a line each with its file, and the references of those that are sound. */
function judge(documents: readonly DescriptorDocument[]): {
  problems: string[];
  entityRefs: string[];
} {
  const problems: string[] = [];
  const fileOf = new Map<string, string>();
  for (const { file, content } of documents) {
    const outcome = parseDescriptor(content);
    if (!outcome.ok) {
      problems.push(
        ...formatProblems(outcome.problems)
          .split('\n')
          .map(line => `${file}: ${line}`),
      );
      continue;
    }
    const ref = stringifyEntityRef(outcome.entity);
    const first = fileOf.get(ref);
    if (first !== undefined) {
      problems.push(
        `${file}: metadata.name: ${ref} stands in ${first} already; rename one of the two`,
      );
    } else {
      fileOf.set(ref, file);
    }
  }
  return { problems, entityRefs: [...fileOf.keys()].sort() };
}

/**
 * Creates the action `odoo:descriptor:validate`: holds the tenants and environments among the workspace's YAML files against
 * the schemas of the catalog, so that a template fails before its pull request and not after. Reads only.
 *
 * @public
 */
export function createValidateDescriptorsAction() {
  return createTemplateAction({
    id: 'odoo:descriptor:validate',
    description:
      'Validates the descriptors of Odoo tenants and environments in the workspace as the catalog will, and fails with every problem, its file, its path and its remedy. Entities of other kinds in the files are passed over.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        paths: z =>
          z
            .array(z.string().min(1))
            .min(1)
            .describe(
              'Files, folders or glob patterns, relative to the workspace',
            ),
      },
      output: {
        entityRefs: z =>
          z
            .array(z.string())
            .describe('References of the tenants and environments, sorted'),
      },
    },
    async handler(ctx) {
      const { paths } = ctx.input;
      const files = await findDescriptorFiles(ctx.workspacePath, paths);
      const documents: DescriptorDocument[] = [];
      for (const file of files) {
        documents.push(...(await readDescriptorFile(ctx.workspacePath, file)));
      }
      const ours = documents.filter(({ content }) =>
        claimsToBeOdooEntity(content),
      );
      if (ours.length === 0) {
        throw new InputError(
          `paths: no OdooTenant or OdooEnvironment in ${files.join(
            ', ',
          )}; check the paths`,
        );
      }
      const { problems, entityRefs } = judge(ours);
      if (problems.length > 0) {
        throw new InputError(problems.join('\n'));
      }
      ctx.logger.info(`Sound: ${entityRefs.join(', ')}`);
      ctx.output('entityRefs', entityRefs);
    },
  });
}
