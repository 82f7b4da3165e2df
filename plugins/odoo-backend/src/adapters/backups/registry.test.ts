import { readdirSync } from 'node:fs';
import { backupAdapters } from './registry';

describe('the registry of backup adapters', () => {
  it('equals the folder listing', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('__'))
      .map(entry => entry.name);
    expect(backupAdapters.map(({ id }) => id).sort()).toEqual(folders.sort());
  });

  it('has no two formats of one name', () => {
    const formats = backupAdapters.flatMap(({ formats: some = [] }) =>
      some.map(({ format }) => format),
    );
    expect(formats).toEqual([...new Set(formats)]);
  });
});
