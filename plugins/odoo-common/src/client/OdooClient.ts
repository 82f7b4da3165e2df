import type { z } from 'zod';
import { backupOperations } from '../backups';
import { calendarOperations } from '../calendar';
import { catalogOperations } from '../catalog';
import type { Operation, OperationInput } from '../operation';
import {
  decisionOperations,
  gateOperations,
  platformOperations,
  releaseHistoryOperations,
  releaseOperations,
} from '../releases';
import {
  exchange,
  type OdooDiscoveryApi,
  type OdooFetchApi,
  type OdooRequestOptions,
  type RequestParts,
} from './exchange';

type Query<T extends Operation> = OperationInput<T['query']>;
type Body<T extends Operation> = OperationInput<T['body']>;
type Answer<T extends Operation> = z.output<T['response']>;

type Backups = typeof backupOperations;
type Calendar = typeof calendarOperations;
type Catalog = typeof catalogOperations;
type Releases = typeof releaseOperations;
type History = typeof releaseHistoryOperations;
type Platform = typeof platformOperations;
type Gate = typeof gateOperations;
type Decisions = typeof decisionOperations;

/**
 * The REST API of the suite, typed and checked by the schemas that the server validates with. It holds no state and no
 * credentials: whatever `fetchApi` adds is who asks.
 *
 * Statuses that carry an answer (a gate that holds, events that contradict) return it; all others reject with a
 * `ResponseError` that bears the server's message. An answer of another shape rejects too: the two versions don't fit.
 *
 * @public
 */
export class OdooClient {
  private readonly apis: {
    discoveryApi: OdooDiscoveryApi;
    fetchApi: OdooFetchApi;
  };

  constructor(options: {
    discoveryApi: OdooDiscoveryApi;
    fetchApi: OdooFetchApi;
  }) {
    this.apis = options;
  }

  /** Environments that the caller may see, by reference. */
  async listEnvironments(
    query: Query<Catalog['listEnvironments']> = {},
    options?: OdooRequestOptions,
  ): Promise<Answer<Catalog['listEnvironments']>> {
    return this.request(catalogOperations.listEnvironments, { query }, options);
  }

  /** What the environments of an entity claim outside, and whether the other side confirms it. */
  async listBindings(
    query: Query<Catalog['listBindings']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Catalog['listBindings']>> {
    return this.request(catalogOperations.listBindings, { query }, options);
  }

  /** What only the whole catalog shows to be wrong, of an entity or of everything that the caller may see. */
  async listFindings(
    query: Query<Catalog['listFindings']> = {},
    options?: OdooRequestOptions,
  ): Promise<Answer<Catalog['listFindings']>> {
    return this.request(catalogOperations.listFindings, { query }, options);
  }

  /** Workloads of the environments of an entity, as last seen. */
  async listWorkloads(
    query: Query<Catalog['listWorkloads']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Catalog['listWorkloads']>> {
    return this.request(catalogOperations.listWorkloads, { query }, options);
  }

  /** Until when each series of Odoo is supported. */
  async listSeriesSupport(
    options?: OdooRequestOptions,
  ): Promise<Answer<Catalog['listSeriesSupport']>> {
    return this.request(catalogOperations.listSeriesSupport, {}, options);
  }

  /** Freezes, peaks, holidays and maintenance of the environments of an entity, and the next safe windows of a release. */
  async getCalendar(
    query: Query<Calendar['getCalendar']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Calendar['getCalendar']>> {
    return this.request(calendarOperations.getCalendar, { query }, options);
  }

  /** Whether the environments of an entity can be got back, to when, how fast, and what proves it. */
  async getBackupStatus(
    entityRef: string,
    options?: OdooRequestOptions,
  ): Promise<Answer<Backups['getBackupStatus']>> {
    return this.request(
      backupOperations.getBackupStatus,
      { query: { entityRef } },
      options,
    );
  }

  /** Recovery windows, backups, gaps, drills and releases of one environment on one axis. */
  async getBackupTimeline(
    query: Query<Backups['getBackupTimeline']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Backups['getBackupTimeline']>> {
    return this.request(backupOperations.getBackupTimeline, { query }, options);
  }

  /** Attempts to read the backup sources of an entity, newest first. */
  async listBackupAttempts(
    query: Query<Backups['listBackupAttempts']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Backups['listBackupAttempts']>> {
    return this.request(
      backupOperations.listBackupAttempts,
      { query },
      options,
    );
  }

  /** Restores of an entity's environments that were tried, newest first. */
  async listRestoreDrills(
    query: Query<Backups['listRestoreDrills']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Backups['listRestoreDrills']>> {
    return this.request(backupOperations.listRestoreDrills, { query }, options);
  }

  /** Reports what a backup tool printed, as a job beside the backups does. What was not taken stands in `refused`. */
  async reportBackups(
    report: Body<Backups['reportBackups']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Backups['reportBackups']>> {
    return this.request(
      backupOperations.reportBackups,
      { body: JSON.stringify(report) },
      options,
    );
  }

  /** Releases of an environment, of a service's environment or of a tenant, newest first. */
  async listReleases(
    query: Query<Releases['listReleases']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Releases['listReleases']>> {
    return this.request(releaseOperations.listReleases, { query }, options);
  }

  /** One release with its verdict now, its decision of record and its events. */
  async getRelease(
    releaseId: string,
    options?: OdooRequestOptions,
  ): Promise<Answer<Releases['getRelease']>> {
    return this.request(
      releaseOperations.getRelease,
      { params: { releaseId } },
      options,
    );
  }

  /** Release risk of an entity, environment by environment. */
  async getReleaseRisk(
    entityRef: string,
    options?: OdooRequestOptions,
  ): Promise<Answer<Releases['getReleaseRisk']>> {
    return this.request(
      releaseOperations.getReleaseRisk,
      { query: { entityRef } },
      options,
    );
  }

  /** Asks whether a release may go out now. The answer is kept as decision of record. */
  async askGate(
    question: Body<Gate['askGate']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Gate['askGate']>> {
    return this.request(
      gateOperations.askGate,
      { body: JSON.stringify(question) },
      options,
    );
  }

  /** The same question to the route that refuses with 403. A refusal is an answer here: look at `passed` and `decision`. */
  async enforceGate(
    question: Body<Gate['enforceGate']>,
    options?: OdooRequestOptions,
  ): Promise<{ passed: boolean; answer: Answer<Gate['enforceGate']> }> {
    const { status, answer } = await exchange(
      this.apis,
      gateOperations.enforceGate,
      { body: JSON.stringify(question) },
      options,
    );
    return { passed: status === 200, answer };
  }

  /** What the gate answered about an entity, newest first. */
  async listGateDecisions(
    query: Query<Gate['listGateDecisions']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Gate['listGateDecisions']>> {
    return this.request(gateOperations.listGateDecisions, { query }, options);
  }

  /** What people decided about a release, and what the caller may decide. */
  async listReleaseDecisions(
    releaseId: string,
    options?: OdooRequestOptions,
  ): Promise<Answer<Decisions['listReleaseDecisions']>> {
    return this.request(
      decisionOperations.listReleaseDecisions,
      { params: { releaseId } },
      options,
    );
  }

  /** Lets a release out although the gate holds. */
  async overrideRelease(
    releaseId: string,
    decision: Body<Decisions['overrideRelease']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Decisions['overrideRelease']>> {
    return this.request(
      decisionOperations.overrideRelease,
      { params: { releaseId }, body: JSON.stringify(decision) },
      options,
    );
  }

  /** Signs off, as an executive, a change that may not go at peak. */
  async signOffRelease(
    releaseId: string,
    decision: Body<Decisions['signOffRelease']>,
    options?: OdooRequestOptions,
  ): Promise<Answer<Decisions['signOffRelease']>> {
    return this.request(
      decisionOperations.signOffRelease,
      { params: { releaseId }, body: JSON.stringify(decision) },
      options,
    );
  }

  /** Ends an override or a sign-off before it expires. */
  async revokeReleaseDecision(
    releaseId: string,
    decisionId: string,
    options?: OdooRequestOptions,
  ): Promise<Answer<Decisions['revokeReleaseDecision']>> {
    return this.request(
      decisionOperations.revokeReleaseDecision,
      { params: { releaseId, decisionId } },
      options,
    );
  }

  /** Asks the executives to sign a release off. */
  async askForSignOff(
    releaseId: string,
    request: Body<Decisions['askForSignOff']> = {},
    options?: OdooRequestOptions,
  ): Promise<Answer<Decisions['askForSignOff']>> {
    return this.request(
      decisionOperations.askForSignOff,
      { params: { releaseId }, body: JSON.stringify(request) },
      options,
    );
  }

  /** How the last releases to production went, by tier. */
  async getReleaseHistory(
    entityRef: string,
    options?: OdooRequestOptions,
  ): Promise<Answer<History['getReleaseHistory']>> {
    return this.request(
      releaseHistoryOperations.getReleaseHistory,
      { query: { entityRef } },
      options,
    );
  }

  /** Open incidents of an entity's environments and of the platform components under them. */
  async listIncidents(
    entityRef: string,
    options?: OdooRequestOptions,
  ): Promise<Answer<Platform['listIncidents']>> {
    return this.request(
      platformOperations.listIncidents,
      { query: { entityRef } },
      options,
    );
  }

  /** Work on the platform components under an entity's environments. */
  async listPlatformReleases(
    entityRef: string,
    options?: OdooRequestOptions,
  ): Promise<Answer<Platform['listPlatformReleases']>> {
    return this.request(
      platformOperations.listPlatformReleases,
      { query: { entityRef } },
      options,
    );
  }

  /** Posts one CloudEvent in structured form, or a batch when given a list. */
  async postEvents(
    events: object | readonly object[],
    options?: OdooRequestOptions,
  ): Promise<Answer<Releases['postEvents']>> {
    return this.request(
      releaseOperations.postEvents,
      {
        body: JSON.stringify(events),
        mediaType: Array.isArray(events)
          ? 'application/cloudevents-batch+json'
          : 'application/cloudevents+json',
      },
      options,
    );
  }

  /** Events that no environment could be found for, newest first. */
  async listUnattributedEvents(
    query: Query<Releases['listUnattributedEvents']> = {},
    options?: OdooRequestOptions,
  ): Promise<Answer<Releases['listUnattributedEvents']>> {
    return this.request(
      releaseOperations.listUnattributedEvents,
      { query },
      options,
    );
  }

  /** Refused bodies of known machines, newest first. */
  async listDeadLetters(
    query: Query<Releases['listDeadLetters']> = {},
    options?: OdooRequestOptions,
  ): Promise<Answer<Releases['listDeadLetters']>> {
    return this.request(releaseOperations.listDeadLetters, { query }, options);
  }

  private async request<T extends Operation>(
    operation: T,
    parts: RequestParts,
    options: OdooRequestOptions | undefined,
  ): Promise<Answer<T>> {
    return (await exchange(this.apis, operation, parts, options)).answer;
  }
}
