import { gateRuleOf, type GateSettings } from './gateRules';

const settings: GateSettings = {
  caution: 'pass',
  dryRun: false,
  environments: [
    {
      environments: ['odooenvironment:default/acme-*'],
      stages: ['staging'],
      dryRun: true,
    },
    { environments: ['odooenvironment:default/acme-*'], caution: 'stop' },
    { environments: ['*'], stages: ['development'], dryRun: true },
  ],
};

describe('gateRuleOf', () => {
  it.each([
    ['acme-staging', 'staging', { caution: 'pass', dryRun: true }],
    ['acme-production', 'production', { caution: 'stop', dryRun: false }],
    // The first entry that fits counts, whatever a later one says
    ['acme-development', 'development', { caution: 'stop', dryRun: false }],
    ['bolt-development', 'development', { caution: 'pass', dryRun: true }],
    ['bolt-production', 'production', { caution: 'pass', dryRun: false }],
    ['not-acme-production', 'production', { caution: 'pass', dryRun: false }],
  ] as const)('gives %s (%s) %j', (name, stage, rule) => {
    expect(
      gateRuleOf(settings, {
        environmentRef: `odooenvironment:default/${name}`,
        stage,
      }),
    ).toEqual(rule);
  });

  it('lets no entry loosen what the others say by leaving it out', () => {
    expect(
      gateRuleOf(
        {
          caution: 'stop',
          dryRun: true,
          environments: [{ environments: ['*'], dryRun: false }],
        },
        { environmentRef: 'odooenvironment:default/a', stage: 'production' },
      ),
    ).toEqual({ caution: 'stop', dryRun: false });
  });
});
