import {
  areaTimelineSchema,
  areaVerdictSchema,
  backupAttemptItemSchema,
  backupOperations,
  backupVerdictSchema,
  bindingSchema,
  calendarCellSchema,
  calendarOperations,
  calendarStateSchema,
  calendarWeekSchema,
  calendarWindowSchema,
  catalogOperations,
  decisionOperations,
  decisionOfRecordSchema,
  entityBackupStatusSchema,
  entityReleaseRiskSchema,
  environmentTimelineSchema,
  environmentSummarySchema,
  evidenceSchema,
  factorResultSchema,
  findingSchema,
  gateAnswerSchema,
  gateLogEntrySchema,
  gateOperations,
  ingestOutcomeSchema,
  incidentSchema,
  judgedReleaseSchema,
  odooCustomDataSchema,
  personDecisionSchema,
  platformOperations,
  platformReleaseSchema,
  reasonSchema,
  releaseCheckpointSchema,
  releaseDecisionsSchema,
  releaseDetailSchema,
  releaseEventSummarySchema,
  releaseSummarySchema,
  releaseHistoryOperations,
  releaseHistorySchema,
  releaseOperations,
  releaseSchema,
  restoreDrillItemSchema,
  riskVerdictSchema,
  seriesSupportSchema,
  signOffRequestSchema,
  workloadSchema,
  type Operation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import { errorsOf, errorTexts } from './errorsOfOperation';

type JsonObject = Record<string, unknown>;

/** Every operation of the plugin by its id in the document. */
export const operations: Readonly<Record<string, Operation>> = {
  ...catalogOperations,
  ...backupOperations,
  ...calendarOperations,
  ...releaseOperations,
  ...releaseHistoryOperations,
  ...gateOperations,
  ...decisionOperations,
  ...platformOperations,
};

/** Schemas that stand under a name of their own; what else an operation takes or gives stands in place. */
const namedSchemas: Readonly<Record<string, z.ZodType>> = {
  AreaTimeline: areaTimelineSchema,
  AreaVerdict: areaVerdictSchema,
  BackupAttempt: backupAttemptItemSchema,
  BackupVerdict: backupVerdictSchema,
  Binding: bindingSchema,
  CalendarCell: calendarCellSchema,
  CalendarState: calendarStateSchema,
  CalendarWeek: calendarWeekSchema,
  CalendarWindow: calendarWindowSchema,
  DecisionOfRecord: decisionOfRecordSchema,
  EntityBackupStatus: entityBackupStatusSchema,
  EntityReleaseRisk: entityReleaseRiskSchema,
  EnvironmentSummary: environmentSummarySchema,
  EnvironmentTimeline: environmentTimelineSchema,
  Evidence: evidenceSchema,
  FactorResult: factorResultSchema,
  Finding: findingSchema,
  GateAnswer: gateAnswerSchema,
  GateLogEntry: gateLogEntrySchema,
  Incident: incidentSchema,
  IngestOutcome: ingestOutcomeSchema,
  JudgedRelease: judgedReleaseSchema,
  OdooCustomData: odooCustomDataSchema,
  PersonDecision: personDecisionSchema,
  PlatformRelease: platformReleaseSchema,
  Reason: reasonSchema,
  Release: releaseSchema,
  ReleaseCheckpoint: releaseCheckpointSchema,
  ReleaseDecisions: releaseDecisionsSchema,
  ReleaseDetail: releaseDetailSchema,
  ReleaseEventSummary: releaseEventSummarySchema,
  ReleaseHistory: releaseHistorySchema,
  ReleaseSummary: releaseSummarySchema,
  RestoreDrill: restoreDrillItemSchema,
  RiskVerdict: riskVerdictSchema,
  SeriesSupport: seriesSupportSchema,
  SignOffRequest: signOffRequestSchema,
  Workload: workloadSchema,
};

const errorSchema: JsonObject = {
  type: 'object',
  required: ['error', 'response'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string' },
        message: { type: 'string', description: 'What to do about it' },
      },
      additionalProperties: true,
    },
    request: {
      type: 'object',
      required: ['method', 'url'],
      properties: { method: { type: 'string' }, url: { type: 'string' } },
    },
    response: {
      type: 'object',
      required: ['statusCode'],
      properties: { statusCode: { type: 'integer' } },
    },
  },
};

const cloudEventSchema: JsonObject = {
  type: 'object',
  description:
    'A CloudEvent 1.0 whose data is a CDEvent 0.4 or 0.5, with OdooCustomData as its customData.odoo. In binary mode the attributes stand in ce- headers and the body is the data alone.',
  required: ['specversion', 'id', 'source', 'type'],
  properties: {
    specversion: { type: 'string', enum: ['1.0'] },
    id: { type: 'string' },
    source: { type: 'string' },
    type: { type: 'string' },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { type: 'string' },
    data: { type: 'object' },
  },
  additionalProperties: true,
};

/** Writes zod schemas as JSON Schema, with references to those that have a name. */
class SchemaWriter {
  readonly #registry = z.registry<{ id: string }>();

  constructor() {
    for (const [id, schema] of Object.entries(namedSchemas)) {
      this.#registry.add(schema, { id });
    }
  }

  named(): JsonObject {
    const { schemas } = z.toJSONSchema(this.#registry, {
      uri: id => `#/components/schemas/${id}`,
      io: 'output',
      override: dropInstantPattern,
    });
    return Object.fromEntries(
      Object.entries(schemas).map(([id, schema]) => [id, withoutIds(schema)]),
    );
  }

  inline(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
    for (const [id, named] of Object.entries(namedSchemas)) {
      if (named === schema) {
        return { $ref: `#/components/schemas/${id}` };
      }
    }
    const { $defs: _, ...rest } = z.toJSONSchema(schema, {
      io,
      metadata: this.#registry,
      override: dropInstantPattern,
    }) as JsonObject;
    return withoutIds(pointToComponents(rest));
  }
}

function withoutIds(schema: object): JsonObject {
  const {
    $id: _id,
    $schema: _schema,
    id: _name,
    ...rest
  } = schema as JsonObject;
  return rest;
}

/** The format says it; the pattern that zod adds is four lines of digits for each instant. */
function dropInstantPattern(context: { jsonSchema: JsonObject }): void {
  if (context.jsonSchema.format === 'date-time') {
    delete context.jsonSchema.pattern;
  }
}

/** zod collects named schemas under `$defs`; in an OpenAPI document they stand under `components`. */
function pointToComponents(schema: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'),
  );
}

/** The OpenAPI 3.1 document of the plugin, made from the schemas that the server validates with. */
export function createOpenApiDocument(): JsonObject {
  const schemas = new SchemaWriter();
  const paths: Record<string, JsonObject> = {};
  for (const [operationId, operation] of Object.entries(operations)) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(operationId, operation, schemas),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'odoo',
      version: '1',
      description:
        'Releases of Odoo environments, their risk, and the gate. Generated; do not edit.',
      license: {
        name: 'Apache-2.0',
        url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
      },
      contact: {},
    },
    servers: [{ url: '/api/odoo' }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'Token of a person of the portal, or of a machine (backend.auth.externalAccess and odoo.machines)',
        },
      },
      schemas: {
        CloudEvent: cloudEventSchema,
        Error: errorSchema,
        ...schemas.named(),
      },
    },
  };
}

function describe(
  operationId: string,
  operation: Operation,
  schemas: SchemaWriter,
): JsonObject {
  const parameters = [
    ...parametersOf(operation.params, 'path', schemas),
    ...parametersOf(operation.query, 'query', schemas),
  ];
  return {
    operationId,
    summary: operation.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(operation, schemas),
    responses: responsesOf(operation, schemas),
  };
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  schemas: SchemaWriter,
): JsonObject[] {
  if (!schema) {
    return [];
  }
  const { properties, required } = z
    .object({
      properties: z.record(z.string(), z.record(z.string(), z.unknown())),
      required: z.array(z.string()).default([]),
    })
    .parse(schemas.inline(schema, 'input'));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(place === 'query' ? { allowReserved: true } : {}),
    schema: property,
  }));
}

function bodyOf(operation: Operation, schemas: SchemaWriter): JsonObject {
  if (operation.rawBody) {
    const content = operation.rawBody.map(mediaType => [
      mediaType,
      { schema: eventBodySchema(mediaType) },
    ]);
    return {
      requestBody: { required: true, content: Object.fromEntries(content) },
    };
  }
  if (operation.body) {
    return {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: schemas.inline(operation.body, 'input'),
          },
        },
      },
    };
  }
  return {};
}

function eventBodySchema(mediaType: string): JsonObject {
  const event = { $ref: '#/components/schemas/CloudEvent' };
  switch (mediaType) {
    case 'application/cloudevents-batch+json':
      return { type: 'array', items: event };
    case 'application/cloudevents+json':
      return event;
    default:
      return { type: 'object', description: 'The data of a binary CloudEvent' };
  }
}

function responsesOf(operation: Operation, schemas: SchemaWriter): JsonObject {
  const statuses = operation.statuses ?? { 200: operation.summary };
  const answer = schemas.inline(operation.response, 'output');
  const error = { $ref: '#/components/schemas/Error' };
  const errors = errorsOf(operation);
  const all = [...new Set([...Object.keys(statuses).map(Number), ...errors])];
  const responses = all
    .sort((a, b) => a - b)
    .map(status => {
      const texts = [
        statuses[status],
        errors.includes(status) ? errorTexts[status] : undefined,
      ].filter(text => text !== undefined);
      let schema: JsonObject = status in statuses ? answer : error;
      if (status in statuses && errors.includes(status)) {
        schema = { oneOf: [answer, error] };
      }
      return [
        String(status),
        {
          description: texts.join('. Or: '),
          content: { 'application/json': { schema } },
        },
      ];
    });
  return Object.fromEntries(responses);
}
