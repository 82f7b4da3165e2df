import type { ReleaseEventKind } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { z } from 'zod';
import {
  checkpointSubject,
  deliverySubject,
  endedMaintenanceSubject,
  failoverSubject,
  maintenanceSubject,
  rehearsalSubject,
  restoreDrillSubject,
  rollbackRehearsalSubject,
  runbookSubject,
  smokeTestSubject,
} from './ownSubjects';
import {
  anySubject,
  approvalAnswerSubject,
  approvalRequestSubject,
  artifactSubject,
  bareServiceSubject,
  buildSubject,
  changeSubject,
  environmentSubject,
  incidentSubject,
  openTestSuiteRunSubject,
  pipelineRunSubject,
  serviceSubject,
  taskRunSubject,
  testCaseRunSubject,
  testSuiteRunSubject,
  ticketSubject,
  type SubjectFacts,
} from './subjects';

/** What one type means. */
interface Meaning {
  /** `other`: says nothing about a release but what it carries in `customData.odoo`. */
  kind: ReleaseEventKind;
  subject: z.ZodType<SubjectFacts>;
}

/** A type of CDEvents with its minor version in each edition of the specification; the patch adds nothing that is read here. */
interface StandardType extends Meaning {
  /** What 0.4 calls the subject; later editions have no such field. */
  subjectType: string;
  /** Minor version in CDEvents 0.4; absent when the type came later. */
  minor04?: number;
  /** Minor version in CDEvents 0.5 and in the draft of 0.6. */
  minor05: number;
}

type Row = [
  predicates: Record<string, Meaning['kind']>,
  subject: Meaning['subject'],
];

const rows: Record<string, { subjectType: string; of: Row[] }> = {
  service: {
    subjectType: 'service',
    of: [
      [
        {
          deployed: 'deployed',
          upgraded: 'deployed',
          rolledback: 'rolled-back',
        },
        serviceSubject,
      ],
      [{ published: 'other', removed: 'service-removed' }, bareServiceSubject],
    ],
  },
  environment: {
    subjectType: 'environment',
    of: [
      [
        { created: 'other', modified: 'other', deleted: 'other' },
        environmentSubject,
      ],
    ],
  },
  pipelinerun: {
    subjectType: 'pipelineRun',
    of: [
      [
        {
          queued: 'other',
          started: 'pipeline-started',
          finished: 'pipeline-finished',
        },
        pipelineRunSubject,
      ],
    ],
  },
  taskrun: {
    subjectType: 'taskRun',
    of: [[{ started: 'other', finished: 'other' }, taskRunSubject]],
  },
  build: {
    subjectType: 'build',
    of: [
      [{ queued: 'other', started: 'other', finished: 'other' }, buildSubject],
    ],
  },
  change: {
    subjectType: 'change',
    of: [
      [
        {
          created: 'other',
          reviewed: 'other',
          updated: 'other',
          merged: 'change-merged',
          abandoned: 'other',
        },
        changeSubject,
      ],
    ],
  },
  artifact: {
    subjectType: 'artifact',
    of: [
      [
        {
          packaged: 'artifact-packaged',
          signed: 'artifact-signed',
          published: 'artifact-published',
          downloaded: 'other',
          deleted: 'other',
        },
        artifactSubject,
      ],
    ],
  },
  testsuiterun: {
    subjectType: 'testSuiteRun',
    of: [
      [{ queued: 'other', started: 'tests-started' }, openTestSuiteRunSubject],
      [{ finished: 'tests-finished' }, testSuiteRunSubject],
    ],
  },
  testcaserun: {
    subjectType: 'testCaseRun',
    of: [
      [
        {
          queued: 'other',
          started: 'other',
          finished: 'other',
          skipped: 'other',
        },
        testCaseRunSubject,
      ],
    ],
  },
  testoutput: {
    subjectType: 'testOutput',
    of: [[{ published: 'other' }, anySubject]],
  },
  repository: {
    subjectType: 'repository',
    of: [
      [{ created: 'other', modified: 'other', deleted: 'other' }, anySubject],
    ],
  },
  branch: {
    subjectType: 'branch',
    of: [[{ created: 'other', deleted: 'other' }, anySubject]],
  },
  incident: {
    subjectType: 'incident',
    of: [
      [
        {
          detected: 'incident-detected',
          reported: 'incident-reported',
          resolved: 'incident-resolved',
        },
        incidentSubject,
      ],
    ],
  },
  ticket: {
    subjectType: 'ticket',
    of: [
      [{ created: 'other', updated: 'other', closed: 'other' }, ticketSubject],
    ],
  },
  approval: {
    subjectType: 'approval',
    of: [
      [{ created: 'approval-requested' }, approvalRequestSubject],
      [
        { updated: 'approval-decided', closed: 'approval-decided' },
        approvalAnswerSubject,
      ],
    ],
  },
};

/** Minor versions of 0.4 and of 0.5; those that the specification counts otherwise stand in {@link exceptions}. */
const usual = { minor04: 2, minor05: 3 };

const exceptions: Record<string, Pick<StandardType, 'minor04' | 'minor05'>> = {
  'artifact.deleted': { minor04: 1, minor05: 2 },
  'artifact.downloaded': { minor04: 1, minor05: 2 },
  'change.created': { minor04: 3, minor05: 4 },
  'testcaserun.skipped': { minor04: 1, minor05: 2 },
  'ticket.created': { minor04: 1, minor05: 2 },
  'ticket.updated': { minor04: 1, minor05: 2 },
  'ticket.closed': { minor04: 1, minor05: 2 },
  'approval.created': { minor05: 1 },
  'approval.updated': { minor05: 1 },
  'approval.closed': { minor05: 1 },
};

/** The vocabulary of CDEvents 0.4, 0.5 and the draft of 0.6, by `subject.predicate`. */
export const standardTypes: ReadonlyMap<string, StandardType> = new Map(
  Object.entries(rows).flatMap(([name, { subjectType, of }]) =>
    of.flatMap(([predicates, subject]) =>
      Object.entries(predicates).map(([predicate, kind]) => {
        const type = `${name}.${predicate}`;
        return [
          type,
          { kind, subject, subjectType, ...(exceptions[type] ?? usual) },
        ] as const;
      }),
    ),
  ),
);

/** Types of our own, whole: what CDEvents has no word for. */
export const ownTypes: ReadonlyMap<string, Meaning> = new Map<string, Meaning>(
  (
    [
      ['release.proposed', 'proposed', deliverySubject],
      ['rollout.started', 'rollout-started', deliverySubject],
      ['checkpoint.recorded', 'checkpoint-recorded', checkpointSubject],
      ['rehearsal.finished', 'rehearsal-finished', rehearsalSubject],
      ['restoredrill.finished', 'restore-drilled', restoreDrillSubject],
      ['failover.exercised', 'failover-exercised', failoverSubject],
      ['runbook.rehearsed', 'runbook-rehearsed', runbookSubject],
      [
        'rollbackrehearsal.finished',
        'rollback-rehearsed',
        rollbackRehearsalSubject,
      ],
      ['smoketest.finished', 'smoke-tested', smokeTestSubject],
      ['maintenance.planned', 'maintenance-planned', maintenanceSubject],
      ['maintenance.started', 'maintenance-started', maintenanceSubject],
      ['maintenance.finished', 'maintenance-finished', endedMaintenanceSubject],
    ] as [string, Meaning['kind'], Meaning['subject']][]
  ).map(([name, kind, subject]) => [
    `dev.cdeventsx.odoo-${name}.0.1.0`,
    { kind, subject },
  ]),
);
