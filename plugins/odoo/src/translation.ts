import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { backupMessages } from './backups/messages';
import { calendarMessages } from './calendar/messages';
import { catalogMessages } from './catalog/messages';
import { decisionMessages } from './releases/decisions/messages';
import { releaseMessages } from './releases/messages';
import { pageMessages } from './releases/page/messages';
import { questionMessages } from './releases/questionMessages';
import { traceMessages } from './releases/trace/messages';

/**
 * Every text of this plugin, in English. A portal overrides or translates it with a translation resource for this reference.
 *
 * @public
 */
export const odooTranslationRef = createTranslationRef({
  id: 'plugin.odoo',
  messages: {
    verdict: {
      ok: 'OK',
      warning: 'WARNING',
      critical: 'CRITICAL',
      unknown: 'UNKNOWN',
    },
    decision: {
      proceed: 'PROCEED',
      caution: 'CAUTION',
      hold: 'HOLD',
    },
    reason: {
      remedy: 'What lowers this: {{remedy}}',
      evidence: 'Evidence',
      own: 'about this service ({{role}})',
      inherited: 'of the whole environment',
      inheritedRole: 'of the environment, about {{role}}',
      aboutRole: 'about the service {{role}}',
      opensElsewhere: '(opens in a new tab)',
      more: {
        show: 'Show {{number}} more reasons',
        hide: 'Show the first three only',
      },
    },
    copy: {
      do: 'Copy {{what}}',
      done: 'Copied',
    },
    takeAlong: {
      label: 'Take along: {{title}}',
      csv: 'CSV',
      json: 'JSON',
      print: 'Print',
    },
    state: {
      loading: 'Loading…',
      retry: 'Try again',
      denied: {
        title: 'You may not see this',
        description:
          'Seeing the facts of an environment takes the permission {{permission}} on it. The owner of the environment, or whoever keeps the permission policy of this portal, can grant it.',
        askOwner: 'Ask the owner:',
      },
      signedOut: {
        title: 'Your session has ended',
        description: 'Sign in again, then reload this page.',
      },
      notFound: {
        title: 'Odoo Fleet does not know this yet',
        description:
          'The backend learns of tenants and environments from the catalog every few minutes. If this lasts, look for processing errors of the entity on its overview.',
      },
      releaseNotFound: {
        title: 'This release is not here',
        description:
          'It belongs to another environment, was pruned after its retention time, or the link is incomplete.',
        back: 'Show the current release',
      },
      busy: {
        title: 'The backend asks for a moment',
        description: 'Too many requests came at once. Try again in a minute.',
      },
      error: {
        title: 'This could not be read',
        description:
          'Nothing is known from here: do not take this for a good sign. {{message}}',
      },
      stale: {
        title: 'Could not refresh',
        description: 'You see what was known {{age}}. {{message}}',
      },
    },
    release: releaseMessages,
    trace: traceMessages,
    question: questionMessages,
    decide: decisionMessages,
    page: pageMessages,
    backup: backupMessages,
    calendar: calendarMessages,
    catalog: catalogMessages,
  },
});
