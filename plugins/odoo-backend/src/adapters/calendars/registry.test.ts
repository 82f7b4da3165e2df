import { readdirSync } from 'node:fs';
import { calendarReaders } from './registry';

describe('the registry of calendar readers', () => {
  it('equals the folder listing', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('__'))
      .map(entry => entry.name);
    expect(Object.keys(calendarReaders).sort()).toEqual(folders.sort());
  });
});
