import {
  approvalDecisionSchema,
  normaliseArtifact,
  personSchema,
  type ReleaseEvent,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import {
  sourceNameSchema as longName,
  webLinkSchema as link,
} from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';
import { id } from './schema';

/** What one type of event has to say, read from its subject. */
export type SubjectFacts = Partial<
  Pick<
    ReleaseEvent,
    | 'environmentId'
    | 'componentRef'
    | 'service'
    | 'artifact'
    | 'subject'
    | 'approval'
    | 'outcome'
    | 'url'
    | 'label'
    | 'facts'
  >
>;

export const environment = z.object({ id });

export const artifactId = id.transform(normaliseArtifact);

/** Older versions of some types say pass and fail. */
const outcomes = {
  success: 'success',
  pass: 'success',
  failure: 'failure',
  fail: 'failure',
  cancel: 'cancelled',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  error: 'error',
} as const;

export const outcome = z
  .enum(
    Object.keys(outcomes) as [
      keyof typeof outcomes,
      ...(keyof typeof outcomes)[],
    ],
  )
  .transform(value => outcomes[value]);

export const known = (facts: SubjectFacts): SubjectFacts =>
  Object.fromEntries(
    Object.entries(facts).filter(
      ([, value]) => value !== undefined && value !== '',
    ),
  );

/** `service.deployed`, `upgraded`, `rolledback`. */
export const serviceSubject = z
  .object({ id, content: z.object({ environment, artifactId }) })
  .transform(subject =>
    known({
      service: subject.id,
      environmentId: subject.content.environment.id,
      artifact: subject.content.artifactId,
    }),
  );

/** `service.published`, `removed`: which service, and perhaps where; not of which artifact. */
export const bareServiceSubject = z
  .object({
    id,
    content: z.object({ environment: environment.optional() }).optional(),
  })
  .transform(subject =>
    known({
      service: subject.id,
      environmentId: subject.content?.environment?.id,
    }),
  );

/** `environment.created`, `modified`, `deleted`: the subject is the environment. */
export const environmentSubject = z
  .object({
    id,
    content: z
      .object({
        name: longName.optional(),
        uri: link.optional(),
        url: link.optional(),
      })
      .optional(),
  })
  .transform(({ id: environmentId, content }) =>
    known({
      environmentId,
      label: content?.name,
      url: content?.uri ?? content?.url,
    }),
  );

/** `pipelinerun.queued`, `started`, `finished`. */
export const pipelineRunSubject = z
  .object({
    id,
    content: z.object({
      pipelineName: longName.optional(),
      uri: link.optional(),
      url: link.optional(),
      outcome: outcome.optional(),
    }),
  })
  .transform(({ id: runId, content }) =>
    known({
      subject: runId,
      label: content.pipelineName ?? runId.slice(0, 100),
      url: content.uri ?? content.url,
      outcome: content.outcome,
    }),
  );

/** `taskrun.started`, `finished`. */
export const taskRunSubject = z
  .object({
    id,
    content: z
      .object({
        taskName: longName.optional(),
        uri: link.optional(),
        url: link.optional(),
        outcome: outcome.optional(),
      })
      .optional(),
  })
  .transform(({ id: runId, content }) =>
    known({
      subject: runId,
      label: content?.taskName ?? runId.slice(0, 100),
      url: content?.uri ?? content?.url,
      outcome: content?.outcome,
    }),
  );

/** `artifact.…`: the subject is the artifact. */
export const artifactSubject = z
  .object({ id: artifactId, content: z.object({}).optional() })
  .transform(subject => known({ artifact: subject.id }));

/** `build.…`: a run, and when it is finished perhaps what it made. */
export const buildSubject = z
  .object({
    id,
    content: z.object({ artifactId: artifactId.optional() }).optional(),
  })
  .transform(subject =>
    known({
      subject: subject.id,
      label: subject.id.slice(0, 100),
      artifact: subject.content?.artifactId,
    }),
  );

/** `change.…`. */
export const changeSubject = z
  .object({ id: longName, content: z.object({}).optional() })
  .transform(subject => known({ label: subject.id }));

/** `incident.detected`, `reported`, `resolved`. */
export const incidentSubject = z
  .object({
    id,
    content: z.object({
      environment,
      service: z.object({ id }).optional(),
      artifactId: artifactId.optional(),
      description: longName.optional(),
      ticketURI: link.optional(),
    }),
  })
  .transform(({ id: incidentId, content }) =>
    known({
      subject: incidentId,
      environmentId: content.environment.id,
      service: content.service?.id,
      artifact: content.artifactId,
      label: content.description ?? incidentId.slice(0, 100),
      url: content.ticketURI,
    }),
  );

const testSuite = z
  .object({ id, name: longName.optional(), uri: link.optional() })
  .optional();

/** `testsuiterun.finished`. */
export const testSuiteRunSubject = z
  .object({ id, content: z.object({ environment, outcome, testSuite }) })
  .transform(({ id: runId, content }) =>
    known({
      subject: runId,
      environmentId: content.environment.id,
      outcome: content.outcome,
      label: content.testSuite?.name ?? content.testSuite?.id.slice(0, 100),
      url: content.testSuite?.uri,
    }),
  );

/** `testsuiterun.queued`, `started`. */
export const openTestSuiteRunSubject = z
  .object({ id, content: z.object({ environment, testSuite }) })
  .transform(({ id: runId, content }) =>
    known({
      subject: runId,
      environmentId: content.environment.id,
      label: content.testSuite?.name ?? content.testSuite?.id.slice(0, 100),
      url: content.testSuite?.uri,
    }),
  );

/** `testcaserun.…`: one test of a suite, whose own event says how it all ended. */
export const testCaseRunSubject = z
  .object({
    id,
    content: z
      .object({
        environment: environment.optional(),
        outcome: outcome.optional(),
        testCase: testSuite,
      })
      .optional(),
  })
  .transform(({ id: runId, content }) =>
    known({
      subject: runId,
      environmentId: content?.environment?.id,
      outcome: content?.outcome,
      label: content?.testCase?.name ?? content?.testCase?.id.slice(0, 100),
      url: content?.testCase?.uri,
    }),
  );

/** `ticket.…`. */
export const ticketSubject = z
  .object({
    id,
    content: z
      .object({ summary: longName.optional(), uri: link.optional() })
      .optional(),
  })
  .transform(({ id: ticketId, content }) =>
    known({
      subject: ticketId,
      label: content?.summary ?? ticketId.slice(0, 100),
      url: content?.uri,
    }),
  );

/** `repository.…`, `branch.…`, `testoutput.…`: nothing but that it happened. */
export const anySubject = z
  .object({ id })
  .transform(subject => known({ label: subject.id.slice(0, 100) }));

/** A person's name without the scheme that a URN puts before it: `urn:user:bob`, `mailto:bob@acme.example`. */
const person = z
  .string()
  .transform(value => value.replace(/^(?:urn:user:|mailto:)/i, '').trim())
  .pipe(personSchema);

const approvalContent = {
  approvalDetailsUrl: link.optional(),
};

/** `approval.created`. */
export const approvalRequestSubject = z
  .object({
    id,
    content: z.object({ ...approvalContent, requestor: person }),
  })
  .transform(({ id: approvalId, content }) =>
    known({
      subject: approvalId,
      label: approvalId.slice(0, 100),
      url: content.approvalDetailsUrl,
      approval: { requestor: content.requestor },
    }),
  );

/** `approval.updated`, `closed`: whatever else the responder did (asked for changes, deferred, handed on) decides nothing. */
export const approvalAnswerSubject = z
  .object({
    id,
    content: z.object({
      ...approvalContent,
      responder: person,
      decision: z.enum([
        'escalated',
        'delegate',
        'deferred',
        'requestChanges',
        'approved',
        'rejected',
      ]),
    }),
  })
  .transform(({ id: approvalId, content }) => {
    const decision = approvalDecisionSchema.safeParse(content.decision);
    return known({
      subject: approvalId,
      label: approvalId.slice(0, 100),
      url: content.approvalDetailsUrl,
      approval: {
        responder: content.responder,
        ...(decision.success && { decision: decision.data }),
      },
    });
  });
