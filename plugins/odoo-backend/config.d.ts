import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import type { BackupsConfig } from './config.backups';
import type { RiskPolicyConfig } from './config.policy';

export interface Config {
  odoo?: {
    /**
     * What machines may do: each entry maps the subject of a token (`backend.auth.externalAccess[]`) to environments and verbs.
     * A machine that stands nowhere here may do nothing, and neither may other plugins of the portal.
     */
    machines?: Array<{
      /**
       * Subject of the token. Each subject stands once.
       * @visibility backend
       */
      subject: string;
      /**
       * References of environments, `*` for any characters: `odooenvironment:default/acme-*`, or `*` for all.
       * @visibility backend
       */
      environments: string[];
      /**
       * `events.write`: post release events. `gate.ask`: ask the gate. `releases.read`: read releases and verdicts.
       * `backups.report`: report what a backup tool printed. `backups.read`: read how backups stand.
       * @visibility backend
       */
      verbs: Array<
        | 'events.write'
        | 'gate.ask'
        | 'releases.read'
        | 'backups.report'
        | 'backups.read'
      >;
    }>;

    /**
     * Takes in what GitHub reports through the portal's events service, and answers GitHub's deployment protection rules. The
     * portal must have a secret to check signatures by: `events.modules.github.webhookSecret`, or `webhookSecret` of an app in
     * `integrations.github`; without one it does not start.
     */
    github?: {
      /**
       * Subject of the entry of `odoo.machines[]` that what GitHub reports is held against.
       * @visibility backend
       */
      machine: string;
    };

    /**
     * What descriptors may claim outside of the catalog, by where they were read from. A claim counts only when an entry here
     * grants it, or, for a namespace, when the namespace itself carries `odoofleet.io/environment: <namespace>/<name>`. In every
     * pattern `*` stands for any characters, slashes included.
     */
    claims?: Array<{
      /**
       * Patterns of the annotation `backstage.io/managed-by-location`, e.g.
       * `url:https://git.example/platform/fleet/blob/main/tenants/acme/*`. Name the host, the repository and the branch.
       * @visibility backend
       */
      locations: string[];
      /**
       * Clusters whose namespaces, as far as `namespaces` names them, may be claimed.
       * @visibility backend
       */
      clusters?: string[];
      /** @visibility backend */
      namespaces?: string[];
      /** Backups: what a backup source calls them. */
      stanzas?: Array<{
        /** @visibility backend */
        source: string;
        /** @visibility backend */
        ids: string[];
        /**
         * These are of servers with several tenants' databases: environments that are all granted one so may claim it side by side.
         * Default false.
         * @visibility backend
         */
        shared?: boolean;
      }>;
      /** Attachments in object storage. */
      buckets?: Array<{
        /** @visibility backend */
        bucket: string;
        /** @visibility backend */
        prefixes: string[];
      }>;
      /** Configuration in Git: repositories, however they are written, and paths in them. */
      repositories?: Array<{
        /** @visibility backend */
        repository: string;
        /** @visibility backend */
        paths: string[];
      }>;
      /** Release events: the source, and how it calls the environments. */
      pipelines?: Array<{
        /** @visibility backend */
        source: string;
        /** @visibility backend */
        environmentIds: string[];
      }>;
      /** Values of labels by which metrics are found, e.g. of `datname`. The label `namespace` follows the namespace itself. */
      metricLabels?: Array<{
        /** @visibility backend */
        label: string;
        /** @visibility backend */
        values: string[];
      }>;
    }>;

    /**
     * Until when each series of Odoo is supported. A list replaces the built-in one, which has the vendor's dates for 14.0 to
     * 19.0 as published in July 2026.
     */
    seriesSupport?: Array<{
      /**
       * In quotes, e.g. `'18.0'`.
       * @visibility backend
       */
      series: string;
      /**
       * Last day, e.g. `'2027-09-30'`.
       * @visibility backend
       */
      until: string;
    }>;

    releases?: {
      /** How releases are judged. Every key has a default. */
      policy?: RiskPolicyConfig;
      /**
       * Which source is believed when two speak of the same instant: the higher rank wins; a source that stands nowhere here
       * has rank 0.
       */
      sourceRanks?: Array<{
        /**
         * The `source` of its events, exactly.
         * @visibility backend
         */
        source: string;
        /** @visibility backend */
        rank: number;
      }>;
      gate?: {
        /**
         * Whether the gate lets caution pass (`passes`, and 200 of `POST /gate/enforce`) or stops it (403). Default `pass`.
         * @visibility backend
         */
        caution?: 'pass' | 'stop';
        /**
         * The gate judges and keeps what it would have said, and lets every pipeline through. For onboarding. Default false.
         * @visibility backend
         */
        dryRun?: boolean;
        /** Environments with rules of their own. The first entry that fits counts; what it leaves out is as for all. */
        environments?: Array<{
          /**
           * References of environments; `*` stands for any characters.
           * @visibility backend
           */
          environments: string[];
          /**
           * Stages that the entry is about. Default: all.
           * @visibility backend
           */
          stages?: Array<'production' | 'staging' | 'development'>;
          /** @visibility backend */
          caution?: 'pass' | 'stop';
          /** @visibility backend */
          dryRun?: boolean;
        }>;
      };
      /** Overrides and executive sign-offs. */
      decisions?: {
        /**
         * Most hours that one counts, 1 to 24. Default 24.
         * @visibility backend
         */
        longestHours?: number;
        /**
         * Users and groups who are notified when somebody asks for a sign-off, by entity reference. Default: nobody.
         * @visibility backend
         */
        signOffRecipients?: string[];
      };
    };

    /** How many days what is stored is kept. */
    retention?: {
      /**
       * Release events and what was made of them. Default 400.
       * @visibility backend
       */
      eventsDays?: number;
      /**
       * Bodies of refused events. Default 7.
       * @visibility backend
       */
      deadLettersDays?: number;
      /**
       * Delivered messages of the outbox. Default 7.
       * @visibility backend
       */
      outboxDays?: number;
      /**
       * Decisions of record of the gate. Default 400.
       * @visibility backend
       */
      gateDecisionsDays?: number;
      /**
       * Attempts to read clusters. Default 3.
       * @visibility backend
       */
      clusterAttemptsDays?: number;
      /**
       * Attempts to read calendars. Default 30.
       * @visibility backend
       */
      calendarAttemptsDays?: number;
      /**
       * Attempts to learn of backups, read and reported. Default 30.
       * @visibility backend
       */
      backupAttemptsDays?: number;
    };

    deadLetters?: {
      /**
       * Most refused bodies that are kept of one machine; the oldest go first. 0 keeps none. Default 100.
       * @visibility backend
       */
      maxPerMachine?: number;
    };

    catalog?: {
      /**
       * When all tenants, environments and people are read from the catalog. Default: every 5 minutes; those that change meanwhile
       * are brought in one by one within seconds.
       * @visibility backend
       */
      refresh?: SchedulerServiceTaskScheduleDefinitionConfig;
    };

    clusters?: {
      /**
       * When namespaces and workloads of the clusters that the portal knows are read. Default: every minute.
       * @visibility backend
       */
      refresh?: SchedulerServiceTaskScheduleDefinitionConfig;
    };

    /**
     * iCalendar sources that descriptors may name (`spec.calendars[].source` of an OdooTenant). They are read through the portal's URL
     * reader, so their hosts stand in `integrations` or `backend.reading.allow`.
     */
    calendars?: Array<{
      /** @visibility backend */
      name: string;
      /**
       * Address of the .ics file.
       * @visibility secret
       */
      target: string;
      /**
       * References of the tenants that may name it, `*` for any characters. Default: all.
       * @visibility backend
       */
      tenants?: string[];
    }>;

    /** Calendars of platform components: they count for every environment that stands on the component. */
    platformCalendars?: Array<{
      /**
       * Reference of the Resource, e.g. `resource:default/shared-postgresql`.
       * @visibility backend
       */
      component: string;
      /**
       * Name of an entry of `calendars`.
       * @visibility backend
       */
      source: string;
      /**
       * Zone of whole days and of times without a zone. Default UTC.
       * @visibility backend
       */
      timeZone?: string;
    }>;

    /** What is said about time once for all tenants. */
    calendarPolicy?: {
      /**
       * Hours after which a calendar that could not be read again counts as stale. Default 24.
       * @visibility backend
       */
      staleAfterHours?: number;
      /** When tenants trade, in their own zones; releases to production are not offered then. */
      businessHours?: {
        /**
         * 1 is Monday, 7 is Sunday. Default all.
         * @visibility backend
         */
        days?: number[];
        /**
         * Default 07:00.
         * @visibility backend
         */
        from?: string;
        /**
         * Default 22:00.
         * @visibility backend
         */
        to?: string;
      };
      /**
       * Minutes that a rollout takes without its migration. Default 30.
       * @visibility backend
       */
      rolloutMinutes?: number;
    };

    calendarReading?: {
      /**
       * When calendars are read. Default: every 5 minutes.
       * @visibility backend
       */
      refresh?: SchedulerServiceTaskScheduleDefinitionConfig;
    };

    /** Whether environments can be got back. */
    backups?: BackupsConfig;

    /** Requests that one caller may make to one replica in a minute. */
    rateLimit?: {
      ingest?: {
        /**
         * Posts of events; a batch is one. Default 6000.
         * @visibility backend
         */
        perMinute?: number;
      };
      gate?: {
        /**
         * Questions to the gate. Default 300.
         * @visibility backend
         */
        perMinute?: number;
      };
      reports?: {
        /**
         * Reports of backups. Default 600.
         * @visibility backend
         */
        perMinute?: number;
      };
    };
  };
}
