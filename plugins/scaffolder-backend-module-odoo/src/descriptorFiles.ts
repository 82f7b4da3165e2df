import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import globby from 'globby';
import { parseAllDocuments } from 'yaml';

/** A descriptor is a page or two; more than this is a mistake, and would only cost memory. */
const MAX_FILE_BYTES = 1024 * 1024;

/** One YAML document of a file in the workspace. */
export interface DescriptorDocument {
  /** Path below the workspace, with slashes. */
  file: string;
  /** What the document holds, not judged yet. */
  content: unknown;
}

/**
 * Files of the workspace that fit the patterns, sorted; never one outside of it, also not through a symbolic link.
 *
 * @throws InputError when a pattern leaves the workspace or fits no file.
 */
export async function findDescriptorFiles(
  workspacePath: string,
  patterns: readonly string[],
): Promise<string[]> {
  const files = new Set<string>();
  for (const pattern of patterns) {
    if (isAbsolute(pattern) || pattern.split(/[\\/]/).includes('..')) {
      throw new InputError(
        `paths: '${pattern}' leads out of the workspace; write a path or pattern relative to it`,
      );
    }
    const matches = await globby(pattern, {
      cwd: workspacePath,
      followSymbolicLinks: false,
      expandDirectories: { extensions: ['yaml', 'yml'] },
    });
    if (matches.length === 0) {
      throw new InputError(
        `paths: '${pattern}' fits no file in the workspace; check the step that writes it`,
      );
    }
    matches.forEach(file => files.add(file));
  }
  return [...files].sort();
}

/**
 * The YAML documents of a file; empty ones are left out.
 *
 * @throws InputError when the file is too large or no YAML, with the line.
 */
export async function readDescriptorFile(
  workspacePath: string,
  file: string,
): Promise<DescriptorDocument[]> {
  const path = resolveSafeChildPath(workspacePath, file);
  const { size } = await stat(path);
  if (size > MAX_FILE_BYTES) {
    throw new InputError(
      `${file}: larger than 1 MiB; a descriptor holds a tenant or an environment and no more`,
    );
  }
  return parseAllDocuments(await readFile(path, 'utf8')).flatMap(document => {
    const [error] = document.errors;
    if (error) {
      throw new InputError(`${file}: is no YAML: ${error.message}`);
    }
    try {
      const content: unknown = document.toJS();
      return content === null || content === undefined
        ? []
        : [{ file, content }];
    } catch (toJsError) {
      // Aliases of aliases that would fill the memory.
      throw new InputError(`${file}: cannot be read as YAML`, toJsError);
    }
  });
}
