import type {
  GateLogEntry,
  PersonDecision,
  ReleaseDecisions,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { OdooApi } from '../../api';

const environmentRef = 'odooenvironment:default/acme-production';
const digest = `sha256:${'a'.repeat(64)}`;
const fromNow = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000).toISOString();

/** Counts for some hours yet. */
export const override: PersonDecision = {
  id: 'decision-1',
  kind: 'override',
  releaseId: 'r-risky',
  environmentRef,
  digest,
  by: 'user:default/mia-holm',
  reason: 'The tills print wrong prices; every hour costs more than this.',
  at: fromNow(-1),
  expiresAt: fromNow(3),
};

/** Was taken back by somebody else. */
export const revokedSignOff: PersonDecision = {
  ...override,
  id: 'decision-2',
  kind: 'executive-sign-off',
  by: 'user:default/ada-blanc',
  at: fromNow(-30),
  expiresAt: fromNow(-6),
  revokedAt: fromNow(-20),
  revokedBy: 'user:default/mia-holm',
};

const gateLine: GateLogEntry = {
  id: 'line-1',
  askedAt: fromNow(-0.1),
  askedBy: 'demo-pipeline',
  decision: 'hold',
  passed: false,
  environmentRef,
  releaseId: 'r-risky',
  artifact: digest,
  score: 71,
  reasons: [
    {
      id: 'freeze',
      status: 'critical',
      message: 'The tenant’s trading is frozen.',
      evidence: [],
    },
  ],
  personDecisions: [],
};

export const gateLog: GateLogEntry[] = [
  gateLine,
  {
    ...gateLine,
    id: 'line-2',
    decision: 'caution',
    passed: true,
    dryRun: true,
    releaseId: 'r-calm',
  },
];

/** Who looks may override and ask, and was the author's colleague, so may not sign off. */
export const decisions: ReleaseDecisions = {
  items: [override, revokedSignOff],
  signOffRequests: [
    {
      id: 'request-1',
      releaseId: 'r-risky',
      environmentRef,
      digest,
      askedBy: 'user:default/jo-costa',
      askedAt: fromNow(-2),
      note: 'The head of stores asked for it.',
    },
  ],
  may: {
    override: { allowed: true, obstacles: [] },
    askForSignOff: { allowed: true, obstacles: [] },
    signOff: {
      allowed: false,
      obstacles: [
        'Signing off takes odoo.release.sign-off on the environment.',
      ],
    },
  },
  longestMinutes: 24 * 60,
};

/** The part of the API that people's decisions go through. */
export function decisionApi() {
  return {
    listReleaseDecisions: async () => decisions,
    listGateDecisions: async () => ({ items: gateLog }),
    overrideRelease: async () => override,
    signOffRelease: async () => revokedSignOff,
    revokeReleaseDecision: async () => ({
      ...override,
      revokedAt: fromNow(0),
      revokedBy: 'user:default/mia-holm',
    }),
    askForSignOff: async () => decisions.signOffRequests[0],
  } satisfies Partial<OdooApi>;
}
