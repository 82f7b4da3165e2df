import { mockServices } from '@backstage/backend-test-utils';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  bindingGrantSchema,
  claimsOf,
  defaultCalendarPolicy,
  defaultRiskPolicy,
  type EventBinding,
  type RiskVerdict,
  type Stage,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { releaseEventAdapters } from '../../adapters/releases/registry';
import {
  BindingReview,
  DatabaseBindingStore,
  DatabaseClusterStore,
  DatabaseEnvironmentStore,
  type CatalogSnapshot,
} from '../../catalog';
import type { Authorizer } from '../../platform/Authorizer';
import type { Database } from '../../platform/database';
import { DatabaseOutboxStore } from '../../platform/DatabaseOutboxStore';
import { DatabaseVerdictStore } from '../../platform/DatabaseVerdictStore';
import { AttributionTask } from '../ingest/AttributionTask';
import { DatabaseDeadLetterStore } from '../ingest/DatabaseDeadLetterStore';
import { DatabaseEventListStore } from '../DatabaseEventListStore';
import { DatabaseGateDecisionStore } from '../gate/DatabaseGateDecisionStore';
import { DatabasePersonDecisionStore } from '../people/DatabasePersonDecisionStore';
import { DatabasePersonDecisionWriterStore } from '../people/DatabasePersonDecisionWriterStore';
import { DatabaseReleaseEventStore } from '../ingest/DatabaseReleaseEventStore';
import { DatabaseReleaseStore } from '../DatabaseReleaseStore';
import { judgementStoresIn } from '../judgement/DatabaseJudgementStore';
import { FactFolder } from '../fold/FactFolder';
import { EventWriter } from '../ingest/EventWriter';
import type { GateSettings } from '../gate/gateRules';
import { GateService } from '../gate/GateService';
import { IngestService } from '../ingest/IngestService';
import type { ReadinessContributor } from '../judgement/ReadinessContributor';
import { EventTranslator } from '../ingest/readEvents';
import { PersonDecisionService } from '../people/PersonDecisionService';
import { ReleaseAccess } from '../ReleaseAccess';
import { ReleaseJudge } from '../judgement/ReleaseJudge';
import { ReleaseMatters } from '../ReleaseMatters';
import { SignOffRequestService } from '../people/SignOffRequestService';
import { VerdictTask } from '../judgement/VerdictTask';

/** An environment of the tenant that its name begins with: `acme-production`. */
export function environmentOf(
  name: string,
  bindings: EventBinding[],
): CatalogSnapshot['environments'][number] {
  const [tenant, stage] = name.split('-');
  return {
    environmentRef: `odooenvironment:default/${name}`,
    tenantRef: `odootenant:default/${tenant}`,
    ownerRef: `group:default/${tenant}`,
    title: name,
    stage: stage as Stage,
    hosting: 'dedicated',
    series: '18.0',
    bindings,
    location: 'file:/fleet/catalog.yaml',
    cluster: 'shared-eu',
    namespace: name,
    services: [],
    claims: claimsOf({
      kubernetes: { cluster: 'shared-eu', namespace: name },
      database: { name },
      bindings,
    }),
    references: [],
    derivedRefs: [],
    partRefs: [],
  };
}

/** A config that confirms every pipeline to everybody. */
const everyPipeline = bindingGrantSchema.parse({
  locations: ['file:/fleet/*'],
  pipelines: [{ source: '*', environmentIds: ['*'] }],
});

export function snapshotOf(
  environments: CatalogSnapshot['environments'],
): CatalogSnapshot {
  return {
    environments,
    tenants: [...new Set(environments.map(({ tenantRef }) => tenantRef))].map(
      tenantRef => ({
        tenantRef,
        ownerRef: 'group:default/retail',
        title: tenantRef,
        criticality: 'standard',
        timeZone: 'Europe/Paris',
        calendars: [{ name: 'trading', windows: [] }],
      }),
    ),
    people: [
      { identifier: 'jo@acme.example', userRef: 'user:default/jo' },
      { identifier: 'user:default/kim', userRef: 'user:default/kim' },
      { identifier: 'user:default/jo', userRef: 'user:default/jo' },
      { identifier: 'user:default/ada', userRef: 'user:default/ada' },
    ],
  };
}

export const machineCredentials = (subject: string): BackstageCredentials => ({
  $$type: '@backstage/BackstageCredentials',
  principal: { type: 'service', subject },
});

export const userCredentials = (name: string): BackstageCredentials => ({
  $$type: '@backstage/BackstageCredentials',
  principal: { type: 'user', userEntityRef: `user:default/${name}` },
});

/** Each machine may reach the environments whose name begins with what its subject begins with; `ci` and people all. */
export function prefixAuthorizer(): Authorizer {
  const userOf = ({ principal }: BackstageCredentials) =>
    (principal as { userEntityRef?: string }).userEntityRef;
  const subjectOf = (credentials: BackstageCredentials) =>
    userOf(credentials) ??
    (credentials.principal as { subject: string }).subject;
  const reaches = (subject: string, ref: string) =>
    subject === 'ci' ||
    subject.startsWith('user:') ||
    ref.includes(`/${subject.split('-')[0]}-`);
  const filter = (credentials: BackstageCredentials, refs: readonly string[]) =>
    refs.filter(ref => reaches(subjectOf(credentials), ref));
  return {
    async ensureEnvironments(credentials, _permission, _verb, refs) {
      const all = refs.length === 0 && subjectOf(credentials) !== 'ci';
      if (all || filter(credentials, refs).length !== refs.length) {
        throw new NotAllowedError('not your environment');
      }
    },
    filterEnvironments: async (credentials, _permission, _verb, refs) =>
      filter(credentials, refs),
    environmentCondition: async () => undefined,
    ensureBasic: async () => {},
    ensureKnownMachine: () => {},
    ensureUser(credentials) {
      const user = userOf(credentials);
      if (user === undefined) {
        throw new NotAllowedError('only a person decides');
      }
      return user;
    },
    principalName: subjectOf,
  };
}

/** One replica of the capability on a database. */
export function createReplica(
  knex: Database,
  now = Date.UTC(2026, 10, 22),
  gate: Partial<GateSettings> = {},
  contributors: readonly ReadinessContributor[] = [],
) {
  const clock = { time: now, now: () => clock.time };
  const environments = DatabaseEnvironmentStore.create({ knex });
  const review = new BindingReview({
    bindings: DatabaseBindingStore.create({ knex }),
    clusters: DatabaseClusterStore.create({ knex }),
    grants: [everyPipeline],
  });
  const outbox = DatabaseOutboxStore.create({ knex });
  const authorizer = prefixAuthorizer();
  const logger = mockServices.logger.mock();
  const sourceRank = (source: string) => (source.includes('trusted') ? 1 : 0);
  const events = DatabaseReleaseEventStore.create({
    database: knex,
    environments,
    outbox,
  });
  const releases = DatabaseReleaseStore.create({ database: knex });
  const lists = DatabaseEventListStore.create({ database: knex });
  const decisions = DatabaseGateDecisionStore.create({ database: knex });
  const verdicts = DatabaseVerdictStore.create<RiskVerdict>({
    database: knex,
    capability: 'release-risk',
  });
  const deadLetters = DatabaseDeadLetterStore.create({
    database: knex,
    maxPerMachine: 5,
  });
  const personDecisions = DatabasePersonDecisionStore.create({
    database: knex,
  });
  const judge = new ReleaseJudge({
    open: () => judgementStoresIn(knex),
    calendarDeclarations: {
      named: [],
      platform: [],
      policy: defaultCalendarPolicy,
    },
    policy: defaultRiskPolicy,
    contributors,
  });
  const folder = new FactFolder({
    store: events,
    outbox,
    clock,
    logger,
    sourceRank,
    gatherMs: 50,
  });
  const writer = new EventWriter({ store: events, folder, clock, sourceRank });
  const shared = { writer, environments, authorizer, outbox, clock, logger };
  const ingest = IngestService.create({
    ...shared,
    translator: new EventTranslator(releaseEventAdapters),
    deadLetters,
  });
  const attribution = new AttributionTask({
    store: events,
    environments,
    machines: [
      { subject: 'ci', environments: ['*'], verbs: ['events.write'] },
      {
        subject: 'acme-ci',
        environments: ['odooenvironment:default/acme-*'],
        verbs: ['events.write'],
      },
    ],
    clock,
    sourceRank,
  });
  const verdictTask = new VerdictTask({ releases, verdicts, judge, clock });
  const access = new ReleaseAccess({
    releases,
    authorizer,
    resolveEntity: async entityRef => ({
      entityRef,
      environmentRefs: [entityRef],
    }),
  });
  const matters = new ReleaseMatters({
    access,
    judge,
    authorizer,
    environments,
    clock,
  });
  const personDecisionWriter = DatabasePersonDecisionWriterStore.create({
    database: knex,
    outbox,
  });
  const signOffRequests = SignOffRequestService.create({
    matters,
    store: personDecisions,
    writer: personDecisionWriter,
    outbox,
  });
  return {
    clock,
    outbox,
    personDecisions,
    signOffRequests,
    people: PersonDecisionService.create({
      access,
      matters,
      requests: signOffRequests,
      store: personDecisions,
      writer: personDecisionWriter,
      authorizer,
      outbox,
      clock,
      longestMinutes: 24 * 60,
      refreshVerdicts: refs => verdictTask.refresh(refs),
    }),
    environments,
    events,
    folder,
    lists,
    releases,
    verdicts,
    decisions,
    deadLetters,
    logger,
    judge,
    attribution,
    verdictTask,
    gate: GateService.create({
      ...shared,
      folder,
      judge,
      releases,
      decisions,
      access,
      portalUrl: 'https://portal.example.org',
      settings: { caution: 'pass', dryRun: false, environments: [], ...gate },
    }),
    async project(list: CatalogSnapshot['environments']) {
      const { changed } = await environments.replace(
        snapshotOf(list),
        clock.now(),
      );
      const reviewed = await review.review(clock.now());
      await attribution.reattribute([...changed, ...reviewed.changed]);
    },
    post(batch: object[], subject = 'ci') {
      return ingest.ingest(
        machineCredentials(subject),
        { 'content-type': 'application/cloudevents-batch+json' },
        Buffer.from(JSON.stringify(batch)),
      );
    },
    postRaw(
      body: string | Buffer,
      headers: Record<string, string>,
      subject = 'ci',
    ) {
      return ingest.ingest(
        machineCredentials(subject),
        headers,
        Buffer.from(body),
      );
    },
    /** The read model, comparable. */
    async readModel() {
      await folder.rest();
      const rows: { id: string; release: string }[] = await knex('releases')
        .orderBy('id')
        .select('id', 'environment_ref', 'attempt', 'standing', 'release');
      return rows;
    },
  };
}
