import type { ServiceRole } from '@odoo-fleet/backstage-plugin-odoo-common';

/** What is wrong in the demonstration's clusters, all of it, so that there is something to find. */
export interface Trouble {
  /** Pods that run and never become ready. */
  unready: { environment: string; role: ServiceRole }[];
  /** Pods that end again and again. */
  crashing: { environment: string; role: ServiceRole }[];
  /** Declared in Git, and nobody has created them. */
  withoutNamespace: string[];
  /** Their namespace carries another name, as after a copied manifest. */
  misnamed: { environment: string; carries: string }[];
  /** They run and stand in no descriptor. */
  undeclared: {
    environment: string;
    cluster: string;
    namespace: string;
    image: string;
  }[];
  /** Somebody set another image by hand: it runs, and Git says otherwise. */
  drifted: { environment: string; role: ServiceRole; tag: string }[];
  /** What goes wrong with what was to be got back. */
  recovery: {
    environment: string;
    what:
      | 'copy-fails'
      | 'backup-partial'
      | 'secret-fails'
      | 'certificate-ends'
      /** Its configuration is not in Git any more. */
      | 'path-missing'
      /** Files that are attached go somewhere else than into its bucket. */
      | 'attachments-behind';
  }[];
}

export const demonstrationTrouble: Trouble = {
  unready: [{ environment: 'kestrova-production', role: 'cron' }],
  crashing: [{ environment: 'hallmoor-staging', role: 'queue' }],
  withoutNamespace: ['pimlow-staging'],
  misnamed: [
    { environment: 'sorielle-staging', carries: 'default/sorielle-production' },
  ],
  undeclared: [
    {
      environment: 'vellmore-production',
      cluster: 'shared-eu',
      namespace: 'vellmore-outlet-production',
      image: 'registry.odoo-fleet.example/odoo/vellmore-outlet:16.0-2024.03',
    },
  ],
  drifted: [
    { environment: 'castor-production', role: 'web', tag: 'hotfix-pos' },
  ],
  recovery: [
    { environment: 'calbrina-production', what: 'copy-fails' },
    { environment: 'hallmoor-production', what: 'backup-partial' },
    { environment: 'sorielle-production', what: 'secret-fails' },
    { environment: 'snoutley-production', what: 'certificate-ends' },
    { environment: 'kestrova-production', what: 'path-missing' },
    { environment: 'grosvanta-production', what: 'attachments-behind' },
  ],
};

/** A cluster that runs as it should. */
export const noTrouble: Trouble = {
  unready: [],
  crashing: [],
  withoutNamespace: [],
  misnamed: [],
  undeclared: [],
  drifted: [],
  recovery: [],
};
