import type { BackupReaderDeps } from '@odoo-fleet/backstage-plugin-odoo-node';
import { parseBackupSettings } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';
import { backupsSchema } from '../backupSettings';
import { createReaders, formatsOf } from './configuredReaders';

const deps = {} as BackupReaderDeps;
const sources = (settings?: object) =>
  backupsSchema.parse({
    sources: [{ name: 'a', adapter: 'played', every: '5m', settings }],
  }).sources;
const played = {
  id: 'played',
  createReader: (settings: unknown) => {
    parseBackupSettings(z.object({ token: z.string() }).strict(), settings);
    return undefined;
  },
};
const format = {
  format: 'f',
  command: 'f',
  translate: () => new Map(),
};

describe('createReaders', () => {
  it('says where in the config a source is wrong, and never what stands there', () => {
    const wrong = () => createReaders(sources({ token: 4711 }), [played], deps);
    expect(wrong).toThrow(/odoo\.backups\.sources\[0\]\.settings\.token: /);
    expect(wrong).not.toThrow(/4711/);
    expect(() => createReaders(sources(), [], deps)).toThrow(
      /odoo\.backups\.sources\[0\]\.adapter: there is no 'played'; there are none/,
    );
  });

  it('has no reader of a source that is only reported', () => {
    const [source] = createReaders(sources({ token: 't' }), [played], deps);
    expect(source).not.toHaveProperty('reader');
  });
});

describe('formatsOf', () => {
  it('refuses two adapters of one id, and two formats of one name', () => {
    expect(() => formatsOf([played, played])).toThrow(/the id 'played'/);
    expect(() =>
      formatsOf([
        { id: 'a', formats: [format] },
        { id: 'b', formats: [format] },
      ]),
    ).toThrow(/a format named 'f'/);
  });
});
