/** How releases are judged: the key `odoo.releases.policy` of the config. */
export interface RiskPolicyConfig {
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
     * Nobody said that the image's signature was verified. Default false.
     * @visibility backend
     */
    unreportedSignature?: boolean;
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
}
