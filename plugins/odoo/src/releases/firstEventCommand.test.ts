import { execFileSync } from 'node:child_process';
import { firstEventCommand, gateCommand } from './firstEventCommand';

/** What `curl` would be given, when a real shell runs the lines. */
function runInShell(command: string): string {
  const script = command
    .replace('sha256:…', `sha256:${'a'.repeat(64)}`)
    .replace('TOKEN=…', 'TOKEN=secret');
  return execFileSync(
    'sh',
    [
      '-c',
      `curl() { for last; do :; done; if [ "$last" = @- ]; then cat; else printf %s "$last"; fi; }\n${script}`,
    ],
    { encoding: 'utf8' },
  );
}

describe('the commands of an empty page', () => {
  it('send a structured CloudEvent that names the bound environment', () => {
    const event = JSON.parse(
      runInShell(
        firstEventCommand('http://localhost:7007/api/odoo', {
          source: 'https://ci.example/$HOME/`id`/"x"',
          environmentId: 'acme-production',
        }),
      ),
    );
    expect(event).toMatchObject({
      specversion: '1.0',
      source: 'https://ci.example/$HOME/`id`/"x"',
      type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
      data: {
        context: { specversion: '0.5.1', id: event.id, timestamp: event.time },
        subject: {
          content: {
            environment: { id: 'acme-production' },
            artifactId: `pkg:oci/odoo@sha256%3A${'a'.repeat(64)}`,
          },
        },
      },
    });
    expect(event.id).toMatch(/^\d+$/);
  });

  it('ask the gate about the environment and a digest', () => {
    expect(
      JSON.parse(
        runInShell(
          `DIGEST=sha256:…\n${gateCommand(
            'http://localhost:7007/api/odoo',
            'odooenvironment:default/acme-production',
          )}`,
        ),
      ),
    ).toEqual({
      environment: 'odooenvironment:default/acme-production',
      digest: `sha256:${'a'.repeat(64)}`,
    });
  });
});
