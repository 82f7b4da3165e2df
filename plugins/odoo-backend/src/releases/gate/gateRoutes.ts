import { gateOperations } from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { decodeCursor } from '../../platform/cursor';
import type { OperationRouter } from '../../platform/http';
import { toPageBody } from '../../platform/page';
import type { GateService } from './GateService';

const positionSchema = z
  .object({ askedAt: z.number().int(), id: z.string().max(100) })
  .strict();

/** Mounts the gate. */
export function mountGateRoutes(
  http: OperationRouter,
  gate: GateService,
): void {
  for (const operation of [
    gateOperations.askGate,
    gateOperations.enforceGate,
  ]) {
    const enforces = operation === gateOperations.enforceGate;
    http.handle(
      operation,
      { verb: 'gate.ask', rateLimit: 'gate' },
      async ({ body, credentials, audit }) => {
        const event = await audit({
          eventId: 'gate-ask',
          severityLevel: 'medium',
          meta: { ...body },
        });
        try {
          const answer = await gate.ask(body, credentials);
          await event.success({
            meta: {
              decisionId: answer.decisionId,
              decision: answer.decision,
              releaseId: answer.releaseId,
              passes: answer.passes,
              ...(answer.dryRun && { dryRun: true }),
            },
          });
          return {
            status: enforces && !answer.passes ? 403 : 200,
            body: answer,
          };
        } catch (error) {
          await event.fail({ error: error as Error });
          throw error;
        }
      },
    );
  }

  http.handle(
    gateOperations.listGateDecisions,
    { verb: 'releases.read' },
    async ({ query, credentials }) => {
      const after = decodeCursor(positionSchema, query.cursor);
      return {
        body: toPageBody(
          await gate.listDecisions(
            { ...query, ...(after && { after }) },
            credentials,
          ),
        ),
      };
    },
  );
}
