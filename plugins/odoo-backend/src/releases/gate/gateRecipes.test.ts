import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { parse, parseAllDocuments } from 'yaml';
import { closingDatabases } from '../../platform/__testUtils__/testDatabases';
import { odooPlugin } from '../../plugin';
import { measure, type WebMetric } from '../__testUtils__/analysisRun';
import { cdevent, digestOf } from '../__testUtils__/cdevents';
import {
  deadAddress,
  recipeBlock,
  recipeBlocks,
  runCommand,
  startOddPortal,
  type Ending,
} from '../__testUtils__/recipes';

jest.setTimeout(120_000);

const acme = 'odooenvironment:default/acme-production';
/** The same, but its gate is on a dry run. */
const bolt = 'odooenvironment:default/bolt-production';
const token = 'a-token-of-a-pipeline-32-characters';
const commit = 'c0ffee'.padEnd(40, '0');
const digest = digestOf('a');

const environment = (tenant: string) => ({
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: {
    name: `${tenant}-production`,
    namespace: 'default',
    annotations: { 'backstage.io/managed-by-location': 'file:/fleet.yaml' },
  },
  spec: {
    tenant,
    owner: tenant,
    stage: 'production',
    hosting: 'dedicated',
    odoo: { series: '18.0', edition: 'community' },
    bindings: [{ source: 'ci.example', environmentId: tenant }],
    kubernetes: { cluster: 'one', namespace: `${tenant}-production` },
    services: [{ role: 'web' }],
    database: { name: tenant },
  },
});

/** A portal that listens, with tokens as they are in production. */
const startPortal = () =>
  startTestBackend({
    features: [
      odooPlugin,
      closingDatabases,
      authServiceFactory,
      httpAuthServiceFactory,
      mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
      mockServices.scheduler.factory({
        includeInitialDelayedTasksOnStartup: true,
      }),
      catalogServiceMock.factory({
        entities: [environment('acme'), environment('bolt')],
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'https://portal.example.org' },
          backend: {
            baseUrl: 'http://localhost',
            auth: {
              externalAccess: [
                {
                  type: 'static',
                  options: { token, subject: 'ci' },
                  accessRestrictions: [{ plugin: 'odoo' }],
                },
              ],
            },
          },
          odoo: {
            claims: [
              {
                locations: ['file:/fleet.yaml'],
                pipelines: [{ source: '*', environmentIds: ['*'] }],
              },
            ],
            machines: [
              {
                subject: 'ci',
                environments: ['*'],
                verbs: ['events.write', 'gate.ask'],
              },
            ],
            releases: {
              gate: { environments: [{ environments: [bolt], dryRun: true }] },
            },
          },
        },
      }),
    ],
  });

/** One way to ask: gives how it ended, 0 meaning that the release goes out. */
interface Recipe {
  name: string;
  ask(options: {
    url: string;
    environment: string;
    digest?: string;
    token?: string;
    whenDown?: string;
    /** How long it waits for an answer. A minute unless said otherwise: the machine that runs this may be busy. */
    seconds?: number;
  }): Promise<Ending>;
}

let directory: string;
let relay: ChildProcess | undefined;

const askOnce = (seconds = 60): Record<string, string> => ({
  ODOO_GATE_RETRIES: '0',
  ODOO_GATE_TIMEOUT: String(seconds),
});

const shell = (interpreter: string): Recipe => ({
  name: `shell.md, by ${interpreter}`,
  ask: options => {
    const file = join(directory, 'ask-odoo-gate.sh');
    writeFileSync(file, recipeBlock('shell.md', 'sh'));
    return runCommand(
      interpreter,
      [file],
      {
        ...askOnce(options.seconds),
        ODOO_GATE_URL: options.url,
        ODOO_GATE_TOKEN: options.token ?? token,
        ODOO_ENVIRONMENT: options.environment,
        ODOO_DIGEST: options.digest ?? digest,
        ...(options.whenDown && { ODOO_GATE_WHEN_DOWN: options.whenDown }),
      },
      directory,
    );
  },
});

const gitHub: Recipe = {
  name: 'github-actions.md',
  ask: options => {
    const [step] = parse(recipeBlock('github-actions.md', 'yaml')).jobs.gate
      .steps;
    const file = join(directory, 'step.sh');
    writeFileSync(file, step.run);
    return runCommand(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', file],
      {
        ...step.env,
        ...askOnce(options.seconds),
        GITHUB_STEP_SUMMARY: join(directory, 'summary.md'),
        ODOO_GATE_URL: options.url,
        ODOO_GATE_TOKEN: options.token ?? token,
        ODOO_ENVIRONMENT: options.environment,
        ODOO_DIGEST: options.digest ?? digest,
        ...(options.whenDown && { ODOO_GATE_WHEN_DOWN: options.whenDown }),
      },
      directory,
    );
  },
};

const gitLab: Recipe = {
  name: 'gitlab-ci.md',
  ask: options => {
    const job = parse(recipeBlock('gitlab-ci.md', 'yaml'))['ask-gate'];
    return runCommand(
      'sh',
      ['-ec', job.script.join('\n')],
      {
        ...job.variables,
        ...askOnce(options.seconds),
        CI_COMMIT_SHA: commit,
        ODOO_GATE_URL: options.url,
        ODOO_GATE_TOKEN: options.token ?? token,
        ODOO_ENVIRONMENT: options.environment,
        ...(options.whenDown && { ODOO_GATE_WHEN_DOWN: options.whenDown }),
      },
      directory,
    );
  },
};

const argoCd: Recipe = {
  name: 'argo-cd.md',
  ask: options => {
    const [container] = parse(recipeBlock('argo-cd.md', 'yaml')).spec.template
      .spec.containers;
    const [interpreter, ...args] = container.command;
    const file = join(directory, 'token');
    writeFileSync(file, `${options.token ?? token}\n`);
    return runCommand(
      interpreter,
      args,
      {
        ...Object.fromEntries(
          container.env.map(({ name, value }: Record<string, string>) => [
            name,
            value,
          ]),
        ),
        ...askOnce(options.seconds),
        ODOO_GATE_URL: options.url,
        ODOO_GATE_TOKEN_FILE: file,
        ODOO_ENVIRONMENT: options.environment,
        ODOO_DIGEST: options.digest ?? digest,
        ...(options.whenDown && { ODOO_GATE_WHEN_DOWN: options.whenDown }),
      },
      directory,
    );
  },
};

const manifestsOfFlagger = () =>
  parseAllDocuments(recipeBlocks('flagger.md', 'yaml')[0]).map(document =>
    document.toJS(),
  );

/** Sends what Flagger sends for the Canary of the recipe, to the relay. A status over 202 holds the canary back. */
const flagger: Recipe = {
  name: 'flagger.md',
  ask: async options => {
    const [configMap, deployment] = manifestsOfFlagger();
    const file = join(directory, 'relay.mjs');
    writeFileSync(file, configMap.data['relay.mjs']);
    const tokenFile = join(directory, 'token');
    writeFileSync(tokenFile, `${options.token ?? token}\n`);
    const [container] = deployment.spec.template.spec.containers;
    relay = spawn(process.execPath, [file], {
      env: {
        ...Object.fromEntries(
          container.env.map(({ name, value }: Record<string, string>) => [
            name,
            value,
          ]),
        ),
        PORT: '0',
        ODOO_GATE_URL: options.url,
        ODOO_GATE_TOKEN_FILE: tokenFile,
        ODOO_GATE_TIMEOUT_MS: String((options.seconds ?? 60) * 1000),
        ...(options.whenDown && { ODOO_GATE_WHEN_DOWN: options.whenDown }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<string>(done => {
      relay!.stdout!.once('data', chunk =>
        done(/listening on (\d+)/.exec(String(chunk))![1]),
      );
    });
    const [webhook] = parse(recipeBlocks('flagger.md', 'yaml')[1]).analysis
      .webhooks;
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'odoo-web',
        namespace: 'acme-production',
        phase: 'Progressing',
        checksum: '85d557f47b',
        metadata: {
          ...webhook.metadata,
          environment: options.environment,
          digest: options.digest ?? digest,
        },
      }),
    });
    const output = await answer.text();
    relay.kill();
    return { code: answer.status > 202 ? 1 : 0, output };
  },
};

const recipes = [shell('dash'), shell('bash'), gitHub, gitLab, argoCd, flagger];

describe('the recipes of docs/gate', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let url: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'gate-recipes-'));
    portal = await startPortal();
    url = `http://localhost:${portal.server.port()}`;
    for (const environmentId of ['acme', 'bolt']) {
      const answer = await fetch(`${url}/api/odoo/events`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/cloudevents+json',
        },
        body: JSON.stringify(
          cdevent({
            source: 'ci.example',
            type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
            content: { environment: { id: environmentId }, artifactId: digest },
            odoo: { commits: [commit] },
          }),
        ),
      });
      if (answer.status !== 200) {
        throw new Error(`The proposal was not taken: ${await answer.text()}`);
      }
    }
  });
  afterEach(() => relay?.kill());
  afterAll(async () => {
    await portal.stop();
    rmSync(directory, { recursive: true });
  });

  it('are all tried here, and all listed', () => {
    const documents = readdirSync(
      resolve(__dirname, '../../../../../docs/gate'),
    ).filter(file => file !== 'README.md');
    expect(documents.sort()).toEqual(
      [
        ...new Set(recipes.map(({ name }) => name.split(',')[0])),
        'argo-rollouts.md',
      ].sort(),
    );
  });

  describe.each(recipes)('$name', ({ ask }) => {
    it('lets out what the gate lets out', async () => {
      const ending = await ask({ url, environment: bolt });
      expect(ending).toMatchObject({ code: 0 });
    });

    it('stops what the gate holds, and says where to look', async () => {
      const { code, output } = await ask({ url, environment: acme });
      expect(code).not.toBe(0);
      expect(output).toMatch(/decisionId|\/odoo\/releases\//);
    });

    it('stops who may not ask, also when it goes on without an answer', async () => {
      for (const whenDown of ['stop', 'go']) {
        const { code, output } = await ask({
          url,
          environment: bolt,
          token: 'another-token',
          whenDown,
        });
        expect(code).not.toBe(0);
        expect(output).not.toContain(token);
      }
    });

    it('stops on a question that is wrong', async () => {
      const { code } = await ask({ url, environment: 'no such environment' });
      expect(code).not.toBe(0);
    });

    it('takes «too many requests» for a stop, also when it goes on without an answer', async () => {
      const busy = await startOddPortal(429, '{"error":{"message":"wait"}}');
      const { code } = await ask({
        url: busy.url,
        environment: bolt,
        whenDown: 'go',
      });
      await busy.stop();
      expect(code).not.toBe(0);
    });

    it('takes the page of a proxy for no answer of the gate', async () => {
      const proxy = await startOddPortal(200, '<html>Please sign in</html>');
      const { code } = await ask({
        url: proxy.url,
        environment: bolt,
        whenDown: 'go',
      });
      await proxy.stop();
      expect(code).not.toBe(0);
    });

    it.each([
      ['is not there', undefined],
      ['answers 503', 503],
      ['never answers', 'never'],
    ] as const)(
      'stops when the portal %s, unless it says otherwise',
      async (_, status) => {
        const odd =
          status === undefined
            ? { url: await deadAddress(), stop: async () => {} }
            : await startOddPortal(status === 'never' ? undefined : status);
        const question = { url: odd.url, environment: bolt, seconds: 1 };
        const stopped = await ask(question);
        const went = await ask({ ...question, whenDown: 'go' });
        await odd.stop();
        expect([stopped.code === 0, went.code]).toEqual([false, 0]);
      },
    );
  });

  it('github-actions.md pastes nothing into its script, and sums up what the gate said', async () => {
    const { jobs } = parse(recipeBlock('github-actions.md', 'yaml'));
    expect(jobs.gate.steps[0].run).not.toContain('${{');
    expect(jobs.deploy.needs).toContain('gate');
    expect(jobs.gate.steps[0].env.ODOO_GATE_WHEN_DOWN).toBe('stop');
    const { output } = await gitHub.ask({ url, environment: bolt });
    expect(output).toContain('## Gate: hold (dry run)');
  });

  it('gitlab-ci.md stops when no release names the commit', async () => {
    const job = parse(recipeBlock('gitlab-ci.md', 'yaml'))['ask-gate'];
    expect(job.variables.ODOO_GATE_WHEN_DOWN).toBe('stop');
    const { code, output } = await runCommand(
      'sh',
      ['-ec', job.script.join('\n')],
      {
        ...askOnce(),
        CI_COMMIT_SHA: 'f'.repeat(40),
        ODOO_GATE_URL: url,
        ODOO_GATE_TOKEN: token,
        ODOO_ENVIRONMENT: bolt,
      },
      directory,
    );
    expect(code).toBe(1);
    expect(output).toContain('No release of');
  });

  it('argo-cd.md is a hook that runs once before the sync, with the token as a file', () => {
    const job = parse(recipeBlock('argo-cd.md', 'yaml'));
    const pod = job.spec.template.spec;
    expect(job).toMatchObject({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        generateName: expect.any(String),
        annotations: {
          'argocd.argoproj.io/hook': 'PreSync',
          'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        },
      },
      spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } },
    });
    const env = Object.fromEntries(
      pod.containers[0].env.map(({ name, value }: Record<string, string>) => [
        name,
        value,
      ]),
    );
    expect(env.ODOO_GATE_WHEN_DOWN).toBe('stop');
    const [mount] = pod.containers[0].volumeMounts;
    const [volume] = pod.volumes;
    expect(env.ODOO_GATE_TOKEN_FILE).toBe(
      `${mount.mountPath}/${volume.secret.items[0].path}`,
    );
    expect(mount.name).toBe(volume.name);
  });

  it('flagger.md runs what its ConfigMap holds, and lets nobody but Flagger ask', async () => {
    const [configMap, deployment, service, policy] = manifestsOfFlagger();
    const pod = deployment.spec.template;
    const [container] = pod.spec.containers;
    const mounts = Object.fromEntries(
      container.volumeMounts.map((mount: Record<string, string>) => [
        mount.name,
        mount.mountPath,
      ]),
    );
    const volumes = Object.fromEntries(
      pod.spec.volumes.map((volume: { name: string }) => [volume.name, volume]),
    );
    expect(container.command).toEqual(['node', `${mounts.relay}/relay.mjs`]);
    expect(volumes.relay.configMap.name).toBe(configMap.metadata.name);
    expect(configMap.data['relay.mjs']).toContain(`'${mounts.token}/token'`);
    expect(container.env).toContainEqual({
      name: 'ODOO_GATE_WHEN_DOWN',
      value: 'stop',
    });
    for (const selector of [
      deployment.spec.selector.matchLabels,
      service.spec.selector,
      policy.spec.podSelector.matchLabels,
    ]) {
      expect(pod.metadata.labels).toMatchObject(selector);
    }
    expect(policy.spec.ingress[0].from).toHaveLength(1);
    const [webhook] = parse(recipeBlocks('flagger.md', 'yaml')[1]).analysis
      .webhooks;
    expect(webhook.type).toBe('confirm-rollout');
    expect(new URL(webhook.url).hostname).toBe(
      `${service.metadata.name}.${service.metadata.namespace}`,
    );
  });

  describe('argo-rollouts.md', () => {
    const template = parse(recipeBlocks('argo-rollouts.md', 'yaml')[0]);
    const [metric] = template.spec.metrics as [WebMetric];
    const args = { environment: acme, digest, token };

    it('goes on, or aborts, as the gate decides', async () => {
      expect(await measure(metric, { ...args, environment: bolt }, url)).toBe(
        'Successful',
      );
      expect(await measure(metric, args, url)).toBe('Failed');
    });

    it('pauses for a person on caution', async () => {
      const answer = await fetch(`${url}/api/odoo/gate`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ environment: acme, digest }),
      });
      // What the gate answered, with another decision
      const caution = await startOddPortal(
        200,
        JSON.stringify({ ...(await answer.json()), decision: 'caution' }),
      );
      expect(await measure(metric, args, caution.url)).toBe('Inconclusive');
      await caution.stop();
    });

    it.each([
      ['is not there', undefined],
      ['answers 503', 503],
      ['shows a login page', 200],
      ['never answers', 'never'],
    ] as const)(
      'takes it for an error when the portal %s',
      async (_, status) => {
        const odd =
          status === undefined
            ? { url: await deadAddress(), stop: async () => {} }
            : await startOddPortal(
                status === 'never' ? undefined : status,
                '<html>',
              );
        const { web } = metric.provider;
        const impatient = {
          ...metric,
          provider: { web: { ...web, timeoutSeconds: 1 } },
        };
        expect(await measure(impatient, args, odd.url)).toBe('Error');
        await odd.stop();
      },
    );

    it('takes a refusal for an error, and names its arguments and its template', async () => {
      expect(await measure(metric, { ...args, token: 'another' }, url)).toBe(
        'Error',
      );
      const { strategy } = parse(recipeBlocks('argo-rollouts.md', 'yaml')[1]);
      const [{ analysis }] = strategy.canary.steps;
      expect(analysis.templates[0].templateName).toBe(template.metadata.name);
      const given = analysis.args.map(({ name }: { name: string }) => name);
      const secret = template.spec.args.flatMap(
        (arg: { name: string; valueFrom?: object }) =>
          arg.valueFrom ? [arg.name] : [],
      );
      expect([...given, ...secret].sort()).toEqual(
        template.spec.args.map(({ name }: { name: string }) => name).sort(),
      );
      expect(metric.provider.web.timeoutSeconds).toBeGreaterThan(0);
    });
  });
});
