import type { ExecutiveAnswer } from '@odoo-fleet/backstage-plugin-odoo-common';

const CI = 'https://ci.odoo-fleet.example/acme';

/** The five answers about the risky release of the fixtures. */
export const questions: ExecutiveAnswer[] = [
  {
    id: 'same-artifact',
    question: 'Does the same artifact run in staging and production?',
    answer: 'no',
    message: 'Staging ran another digest.',
    remedy: 'Deploy this digest to staging first.',
    evidence: [
      {
        label: 'staging ran sha256:777777777777',
        source: CI,
        observedAt: '2026-11-21T08:00:00.000Z',
        url: `${CI}/runs/30`,
      },
    ],
  },
  {
    id: 'tested-rollback',
    question: 'Was the rollback tested, for application and database?',
    answer: 'not-known',
    message: 'Nobody reported a rehearsed rollback.',
    remedy: 'Rehearse the rollback and post rollbackRehearsal.',
    evidence: [],
  },
  {
    id: 'recoverable',
    question: 'Are backups recent, recoverable and inside the objectives?',
    answer: 'not-known',
    message: 'Backup status does not report yet.',
    evidence: [],
  },
  {
    id: 'window',
    question: 'Is the window right for the tenant’s trading?',
    answer: 'no',
    message: 'Black Friday holds.',
    evidence: [],
  },
  {
    id: 'thresholds',
    question: 'Are degradation thresholds defined?',
    answer: 'yes',
    message: 'Seven guardrails are defined.',
    evidence: [],
  },
];
