import { gitRepositoryName } from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  BackupAdapter,
  BackupReaderDeps,
  BackupReportFormat,
  BackupSourceReader,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import type { BackupSourceSettings } from '../backupSettings';
import type { ConfiguredSource } from './declaredSources';

/** A configured source, and what reads it; without a reader its facts are reported. */
export interface SourceToRead {
  settings: BackupSourceSettings;
  reader?: BackupSourceReader;
}

/** The formats of these adapters by name. Throws when two adapters, or two formats, have one name. */
export function formatsOf(
  adapters: readonly BackupAdapter[],
): Map<string, BackupReportFormat> {
  const ids = new Set<string>();
  const formats = new Map<string, BackupReportFormat>();
  for (const adapter of adapters) {
    if (ids.has(adapter.id)) {
      throw new Error(`Two backup adapters have the id '${adapter.id}'`);
    }
    ids.add(adapter.id);
    for (const format of adapter.formats ?? []) {
      if (formats.has(format.format)) {
        throw new Error(
          `Two backup adapters have a format named '${format.format}'`,
        );
      }
      formats.set(format.format, format);
    }
  }
  return formats;
}

/** The configured sources with what their adapters say that they read. */
export function configuredSources(
  sources: readonly BackupSourceSettings[],
  adapters: readonly BackupAdapter[],
): ConfiguredSource[] {
  return sources.map(source => {
    const repository = adapters
      .find(({ id }) => id === source.adapter)
      ?.repositoryOf?.(source.settings);
    return {
      ...source,
      ...(repository !== undefined && {
        repository: gitRepositoryName(repository),
      }),
    };
  });
}

/** Makes a reader of each entry of `odoo.backups.sources[]`. Throws, with the place in the config, when one can't be made. */
export function createReaders(
  sources: readonly BackupSourceSettings[],
  adapters: readonly BackupAdapter[],
  deps: BackupReaderDeps,
): SourceToRead[] {
  return sources.map((settings, index) => {
    const place = `Wrong config: odoo.backups.sources[${index}]`;
    const adapter = adapters.find(({ id }) => id === settings.adapter);
    if (!adapter) {
      throw new Error(
        `${place}.adapter: there is no '${settings.adapter}'; there are ${
          adapters
            .map(({ id }) => id)
            .sort()
            .join(', ') || 'none'
        }`,
      );
    }
    let reader: BackupSourceReader | undefined;
    try {
      reader = adapter.createReader?.(settings.settings, deps);
    } catch (error) {
      throw new Error(
        `${place}.${error instanceof Error ? error.message : 'settings'}`,
      );
    }
    return { settings, ...(reader && { reader }) };
  });
}
