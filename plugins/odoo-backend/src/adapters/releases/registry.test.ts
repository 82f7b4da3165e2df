import { readdirSync } from 'node:fs';
import { releaseEventAdapters } from './registry';

describe('the registry of release event adapters', () => {
  it('equals the folder listing', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name);
    expect(releaseEventAdapters.map(({ id }) => id).sort()).toEqual(
      folders.sort(),
    );
  });
});
