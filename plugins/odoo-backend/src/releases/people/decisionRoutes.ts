import {
  decisionOperations,
  type PersonDecisionKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { AuditEvent } from '../../platform/audit';
import type { OperationRouter } from '../../platform/http';
import type { PersonDecisionService } from './PersonDecisionService';
import type { SignOffRequestService } from './SignOffRequestService';

type Audit = (event: AuditEvent) => Promise<{
  success(options?: { meta?: Record<string, string> }): Promise<void>;
  fail(options: { error: Error }): Promise<void>;
}>;

/** Audits what was done, and that it was tried in vain. */
async function audited<T>(
  audit: Audit,
  event: AuditEvent,
  work: () => Promise<T>,
  meta: (result: T) => Record<string, string>,
): Promise<T> {
  const started = await audit({ severityLevel: 'high', ...event });
  try {
    const result = await work();
    await started.success({ meta: meta(result) });
    return result;
  } catch (error) {
    await started.fail({ error: error as Error });
    throw error;
  }
}

/** Mounts what people decide about releases. Without a verb no machine gets this far. */
export function mountDecisionRoutes(
  http: OperationRouter,
  services: {
    decisions: PersonDecisionService;
    requests: SignOffRequestService;
  },
): void {
  const { decisions, requests } = services;

  http.handle(
    decisionOperations.listReleaseDecisions,
    { verb: 'releases.read' },
    async ({ params, credentials }) => ({
      body: await decisions.list(params.releaseId, credentials),
    }),
  );

  const taken: [
    (
      | typeof decisionOperations.overrideRelease
      | typeof decisionOperations.signOffRelease
    ),
    PersonDecisionKind,
    string,
  ][] = [
    [decisionOperations.overrideRelease, 'override', 'release-override'],
    [
      decisionOperations.signOffRelease,
      'executive-sign-off',
      'release-sign-off',
    ],
  ];
  for (const [operation, kind, eventId] of taken) {
    http.handle(operation, {}, async ({ params, body, credentials, audit }) => {
      const { releaseId } = params;
      const { digest, reason, validMinutes } = body;
      const decision = await audited(
        audit,
        { eventId, meta: { releaseId, digest, reason, validMinutes } },
        () => decisions.decide(kind, releaseId, body, credentials),
        ({ id, expiresAt }) => ({ decisionId: id, expiresAt }),
      );
      return { status: 201, body: decision };
    });
  }

  http.handle(
    decisionOperations.revokeReleaseDecision,
    {},
    async ({ params, credentials, audit }) => ({
      body: await audited(
        audit,
        { eventId: 'release-decision-revoke', meta: { ...params } },
        () =>
          decisions.revoke(params.releaseId, params.decisionId, credentials),
        ({ kind }) => ({ kind }),
      ),
    }),
  );

  http.handle(
    decisionOperations.askForSignOff,
    {},
    async ({ params, body, credentials, audit }) => ({
      status: 201,
      body: await audited(
        audit,
        {
          eventId: 'release-sign-off-ask',
          severityLevel: 'medium',
          meta: { ...params },
        },
        () => requests.ask(params.releaseId, body.note, credentials),
        ({ id }) => ({ requestId: id }),
      ),
    }),
  );
}
