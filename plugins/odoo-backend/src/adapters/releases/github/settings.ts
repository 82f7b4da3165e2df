import type { Config } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';

/** `odoo.github`, checked. */
export interface GithubSettings {
  /** Entry of `odoo.machines[]` that what GitHub reports is held against. */
  machine: string;
}

/**
 * What GitHub reports is believed because the portal checks its signature. Without a secret the portal's GitHub module opens no
 * way in at all; a topic of that name in `events.http.topics` opens one that checks nothing.
 *
 * @throws Error with the path when it could come unchecked, or on behalf of nobody
 */
export function readGithubSettings(
  config: Config,
  machines: readonly { subject: string }[],
): GithubSettings | undefined {
  const machine = config.getOptionalString('odoo.github.machine');
  if (machine === undefined) {
    return undefined;
  }
  const wrong = (path: string, message: string) =>
    new Error(`Wrong config: ${path}: ${message}`);
  if (!machines.some(({ subject }) => subject === machine)) {
    throw wrong(
      'odoo.github.machine',
      `'${machine}' has no entry in odoo.machines; add one that says which environments it may write to`,
    );
  }
  const hasSecret =
    Boolean(config.getOptionalString('events.modules.github.webhookSecret')) ||
    ScmIntegrations.fromConfig(config)
      .github.list()
      .some(({ config: { apps } }) =>
        apps?.some(({ webhookSecret }) => webhookSecret),
      );
  if (!hasSecret) {
    throw wrong(
      'odoo.github',
      'the portal has no secret to check the signatures of GitHub by; set events.modules.github.webhookSecret, or webhookSecret of an app in integrations.github',
    );
  }
  const open = config
    .getOptionalStringArray('events.http.topics')
    ?.find(topic => topic === 'github');
  if (open !== undefined) {
    throw wrong(
      'events.http.topics',
      "'github' stands here, which lets in what nobody signed unless the portal's GitHub module is installed; take it out, the module opens its own way in",
    );
  }
  return { machine };
}
