import {
  DefaultGithubCredentialsProvider,
  getGitLabRequestOptions,
  type ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHostApi } from '@odoo-fleet/backstage-plugin-odoo-node';

/** Makes what `BackupReaderDeps.gitHostApi` wants. */
export function createGitHostApi(
  integrations: ScmIntegrationRegistry,
): (url: string) => Promise<GitHostApi | undefined> {
  const credentials =
    DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  return async url => {
    try {
      const github = integrations.github.byUrl(url);
      if (github?.config.apiBaseUrl !== undefined) {
        const { headers = {} } = await credentials.getCredentials({ url });
        return { type: 'github', baseUrl: github.config.apiBaseUrl, headers };
      }
      const gitlab = integrations.gitlab.byUrl(url);
      return (
        gitlab && {
          type: 'gitlab',
          baseUrl: gitlab.config.apiBaseUrl,
          headers: getGitLabRequestOptions(gitlab.config).headers,
        }
      );
    } catch {
      // What the host of an app said may hold a credential
      return undefined;
    }
  };
}
