/** Texts of the pages of the plugin. */
export const pageMessages = {
  release: {
    title: 'Release',
    of: '{{release}} of {{environment}}',
    openTab: 'Release risk of {{environment}}',
    print: 'Print on one sheet',
    json: 'Everything as JSON',
    loading: 'The release is being read…',
    printed:
      'Printed from the portal on {{at}}, from which the ages count back; judged by rules {{version}}.',
    notFound: 'There is no such release that you may see.',
  },
  title: 'Odoo Fleet',
  previous: 'Previous',
  next: 'Next',
  events: {
    title: 'Events without an environment',
    intro:
      'What pipelines sent and no environment took. Bind the source to the environment that it belongs to: the events are attributed within a minute, the old ones too.',
    empty: 'Every event found its environment.',
    reason: 'Why',
    received: 'Received',
    event: 'Event',
    bind: 'Bind',
    bindTitle: 'Bind {{source}}',
    environment: 'Environment',
    choose: 'Choose the environment',
    yaml: 'Add this to the descriptor of the environment:',
    copyWhat: 'binding',
    edit: 'Edit the descriptor of {{environment}}',
    noEdit:
      'The catalog names no address at which {{environment}} can be edited.',
    close: 'Close',
    letters: 'Refused bodies',
    lettersIntro:
      'What known machines sent and nobody could read, kept for some days.',
    noLetters: 'Nothing was refused.',
    status: 'Answered',
    error: 'Error',
    machine: 'Machine',
    body: 'Body as received',
    bytes: '{{bytes}} bytes',
  },
} as const;
