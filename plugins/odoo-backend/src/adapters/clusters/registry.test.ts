import { readdirSync } from 'node:fs';
import { clusterReaders } from './registry';

describe('the registry of cluster readers', () => {
  it('equals the folder listing', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name);
    expect(Object.keys(clusterReaders).sort()).toEqual(folders.sort());
  });
});
