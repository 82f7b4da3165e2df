import { backupFacts, git, noon, source } from '../__testUtils__/backupFacts';
import { evaluateBackups } from '../evaluateBackups';
import { defaultBackupPolicy } from '../policy';

const sentence = (observation = git()) => {
  const { areas } = evaluateBackups(
    backupFacts({
      sources: {
        configuration: [source('configuration', 'git', [observation])],
      },
    }),
    defaultBackupPolicy,
    noon,
  );
  return areas.find(({ area }) => area === 'configuration')!.proofs[0].message;
};

describe('what is said of configuration in Git', () => {
  it('says when it was changed and when it was reconciled last', () => {
    expect(sentence()).toMatch(
      /is in Git .*, changed at 2026-11-19 .* last; what runs came from it, said Argo CD at 2026-11-22 .*\.$/,
    );
  });

  it('says of reconciliation only what is said, and only when it is well', () => {
    expect(
      sentence(
        git({
          reconciliation: { status: 'known', by: 'flux', state: 'synced' },
        }),
      ),
    ).toMatch(/; what runs came from it, said Flux\.$/);
    for (const reconciliation of [
      { status: 'known', by: 'flux', state: 'out-of-sync' },
      { status: 'unknown', reason: 'nobody says' },
    ] as const) {
      expect(sentence(git({ reconciliation }))).not.toContain('what runs');
    }
    expect(
      sentence(git({ path: { status: 'known', exists: true } })),
    ).not.toContain('changed');
  });
});
