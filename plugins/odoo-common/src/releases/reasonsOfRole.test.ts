import { incident, noon, riskFacts } from './__testUtils__/riskFacts';
import { evaluateRisk } from './evaluateRisk';
import { defaultRiskPolicy } from './policy';
import { reasonsOfRole, roleOfService } from './reasonsOfRole';

describe('reasonsOfRole', () => {
  const { reasons } = evaluateRisk(
    riskFacts({
      artifact: 'odoo:18.0',
      around: { incidents: [incident({ role: 'connector' })] },
    }),
    defaultRiskPolicy,
    noon,
  );

  it('puts those of the role first, and marks the others as inherited', () => {
    expect(reasons.map(({ id }) => id).slice(0, 2)).toEqual([
      'digest-unknown',
      'open-incident',
    ]);
    const read = reasonsOfRole(reasons, 'connector');
    expect(read.map(({ reason }) => reason.id).slice(0, 2)).toEqual([
      'open-incident',
      'digest-unknown',
    ]);
    expect(read.map(({ isInherited }) => isInherited)).toEqual([
      false,
      ...Array(reasons.length - 1).fill(true),
    ]);
  });

  it('marks nothing and moves nothing without a role, and moves nothing for another role', () => {
    expect(reasonsOfRole(reasons, undefined)).toEqual(
      reasons.map(reason => ({ reason, isInherited: false })),
    );
    expect(reasonsOfRole(reasons, 'web')).toEqual(
      reasons.map(reason => ({ reason, isInherited: true })),
    );
  });
});

describe('roleOfService', () => {
  const services = [
    { role: 'web' as const },
    { role: 'queue' as const, workload: 'acme-jobs' },
  ];

  it.each([
    ['web', 'web'],
    ['acme-production-web', 'web'],
    ['ACME-JOBS', 'queue'],
    ['acme-production-cron', undefined],
    ['webshop', undefined],
  ])('%s is %s', (service, role) => {
    expect(roleOfService(service, services)).toBe(role);
  });
});
