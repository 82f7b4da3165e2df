import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

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
       * @visibility backend
       */
      verbs: Array<'events.write' | 'gate.ask' | 'releases.read'>;
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
      }>;
      /** Attachments in object storage. */
      buckets?: Array<{
        /** @visibility backend */
        bucket: string;
        /** @visibility backend */
        prefixes: string[];
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
      policy?: {
        /** Most points that a factor can give. The first nine, which are inherent, add up to at most 60, the other fifteen to at most 40. */
        weights?: {
          /**
           * The business domains of the changed modules. Default 8.
           * @visibility backend
           */
          domains?: number;
          /**
           * How deep it reaches into the database. Default 12.
           * @visibility backend
           */
          migrationClass?: number;
          /**
           * Modules that depend on the changed ones. Default 2.
           * @visibility backend
           */
          moduleDependents?: number;
          /**
           * Tenants on the same image or platform component. Default 4.
           * @visibility backend
           */
          sharedPlatform?: number;
          /**
           * Odoo itself, Enterprise, dependencies, base image, series. Default 5.
           * @visibility backend
           */
          foundation?: number;
          /**
           * How much changes. Default 12.
           * @visibility backend
           */
          changeSize?: number;
          /**
           * When it goes out, against the tenant's calendars. Default 8.
           * @visibility backend
           */
          releaseTiming?: number;
          /**
           * How often author and environment released well before. Default 4.
           * @visibility backend
           */
          familiarity?: number;
          /**
           * What else is being rolled out. Default 5.
           * @visibility backend
           */
          concurrency?: number;
          /**
           * What a restore would lose, against the recovery objective. Default 2.
           * @visibility backend
           */
          recoveryPoint?: number;
          /**
           * How long ago a restore was tried. Default 2.
           * @visibility backend
           */
          restoreDrill?: number;
          /**
           * A recent checkpoint is known. Default 5.
           * @visibility backend
           */
          checkpoint?: number;
          /**
           * Staging ran the same digest. Default 6.
           * @visibility backend
           */
          stagingSameDigest?: number;
          /**
           * The migration was rehearsed. Default 4.
           * @visibility backend
           */
          rehearsal?: number;
          /**
           * Tests ran, and passed. Default 4.
           * @visibility backend
           */
          tests?: number;
          /**
           * The image's signature was verified. Default 2.
           * @visibility backend
           */
          signature?: number;
          /**
           * Where the image was built was verified. Default 1.
           * @visibility backend
           */
          provenance?: number;
          /**
           * Known vulnerabilities of the image. Default 2.
           * @visibility backend
           */
          vulnerabilities?: number;
          /**
           * Approved by somebody else than the author. Default 5.
           * @visibility backend
           */
          approvals?: number;
          /**
           * A change record is known. Default 1.
           * @visibility backend
           */
          changeRecord?: number;
          /**
           * Indicators with thresholds are defined. Default 2.
           * @visibility backend
           */
          guardrails?: number;
          /**
           * A rollback was tried. Default 2.
           * @visibility backend
           */
          rollbackRehearsal?: number;
          /**
           * What going back takes, and what it would lose. Default 1.
           * @visibility backend
           */
          rollbackClass?: number;
          /**
           * Headroom, and what was prepared for the hours after. Default 1.
           * @visibility backend
           */
          preparation?: number;
        };
        thresholds?: {
          /**
           * Points from which the decision is at least caution. Default 30.
           * @visibility backend
           */
          caution?: number;
          /**
           * Points from which the decision is hold. Default 60.
           * @visibility backend
           */
          hold?: number;
        };
        /** Upper bounds of the steps at 0, 25, 50 and 75 % of the weight. */
        changeSize?: {
          /**
           * Changed lines. Default [50, 200, 500, 1000].
           * @visibility backend
           */
          lines?: number[];
          /**
           * Changed Odoo modules. Default [1, 3, 6, 10].
           * @visibility backend
           */
          modules?: number[];
        };
        /** The same steps for who else feels a fault. */
        blastRadius?: {
          /**
           * Modules that depend on the changed ones. Default [5, 15, 30, 60].
           * @visibility backend
           */
          dependents?: number[];
          /**
           * Tenants on the same image or platform component. Default [3, 10, 25, 50].
           * @visibility backend
           */
          tenants?: number[];
        };
        /**
         * Releases of the author, and of the environment, that must have gone well before for no points. Default 3.
         * @visibility backend
         */
        familiarReleases?: number;
        /**
         * Hours that staging should have run the same digest. Default 24.
         * @visibility backend
         */
        stagingSoakHours?: number;
        /**
         * Hours before a freeze in which a release already counts half. Default 24.
         * @visibility backend
         */
        freezeApproachHours?: number;
        /**
         * How many people other than the author have to approve. Default 1.
         * @visibility backend
         */
        approversRequired?: number;
        /**
         * Business domains that need an executive's sign-off at a peak of the tenant's trading.
         * Default [pricing, point-of-sale, stock].
         * @visibility backend
         */
        signOffDomains?: string[];
        /**
         * Hours that a checkpoint may be old when the release goes out. Default 24.
         * @visibility backend
         */
        checkpointMaxAgeHours?: number;
        /**
         * Days that the last restore drill may be old. Default 30.
         * @visibility backend
         */
        restoreDrillMaxAgeDays?: number;
        /**
         * Minutes of work that a rollback of the database may lose. Default 60.
         * @visibility backend
         */
        dataLossMinutes?: number;
        /**
         * Longest that a statement of the rehearsed migration may wait for a lock, seconds. Default 5.
         * @visibility backend
         */
        rehearsalLockWaitSeconds?: number;
        /** Most known vulnerabilities of an image. */
        vulnerabilities?: {
          /**
           * Default 0.
           * @visibility backend
           */
          critical?: number;
          /**
           * Default 0.
           * @visibility backend
           */
          high?: number;
        };
        /**
         * Free share of database server and cluster that should be left, percent. Default 30.
         * @visibility backend
         */
        headroomPercent?: number;
        /** Rules that hold in production whatever the points say; each can be turned off. */
        holds?: {
          /**
           * The image's signature could not be verified. Default true.
           * @visibility backend
           */
          unsignedDigest?: boolean;
          /**
           * An incident is open on the environment or on a platform component under it. Default true.
           * @visibility backend
           */
          openIncident?: boolean;
          /**
           * The error budget is burnt. Default true.
           * @visibility backend
           */
          errorBudget?: boolean;
          /**
           * A schema or data change without a recovery point inside the objective. Default true.
           * @visibility backend
           */
          recoveryPoint?: boolean;
          /**
           * A platform component under the environment is being worked on. Default true.
           * @visibility backend
           */
          platformMaintenance?: boolean;
        };
        /** Evidence that a tier requires: ids of readiness factors, and `executive-sign-off`. It is shown and decides nothing. */
        tiers?: {
          /**
           * Default [approvals, tests].
           * @visibility backend
           */
          routine?: string[];
          /**
           * Default: and [staging-same-digest, checkpoint].
           * @visibility backend
           */
          elevated?: string[];
          /**
           * Default: and [change-record, migration-rehearsal, rollback-rehearsal, guardrails-defined].
           * @visibility backend
           */
          high?: string[];
          /**
           * Default: and [restore-drill, preparation, executive-sign-off].
           * @visibility backend
           */
          'peak-critical'?: string[];
        };
        /**
         * Hours after deployment in which a hotfix or an incident is put down to the release. Default 24.
         * @visibility backend
         */
        attributionHours?: number;
        /**
         * Fewest releases of a tier of which the history says something. Default 5.
         * @visibility backend
         */
        historyAtLeast?: number;
        /**
         * Minutes after deployment in which pods settle. Default 10.
         * @visibility backend
         */
        settleMinutes?: number;
        /**
         * Hours after deployment during which the release is watched. Default 24.
         * @visibility backend
         */
        watchHours?: number;
        /**
         * Other values by where a release goes. Every entry whose `when` fits applies, in this order, key by key: a later one wins.
         * Beside `when` an entry has the keys of `policy`. What comes out must be a valid policy for every place, else the portal does
         * not start.
         */
        overrides?: Array<{
          when: {
            /** @visibility backend */
            stage?: 'production' | 'staging' | 'development';
            /** @visibility backend */
            hosting?: 'multi-tenant' | 'dedicated';
            /** @visibility backend */
            criticality?: 'mission-critical' | 'business-critical' | 'standard';
          };
          /** @visibility backend */
          [key: string]: unknown;
        }>;
      };
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
       * When all tenants, environments and people are read from the catalog. Default: every 5 minutes; tenants and environments
       * that change meanwhile are brought in one by one within seconds.
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
    };
  };
}
