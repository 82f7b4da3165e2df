import { AxeBuilder } from '@axe-core/playwright';
import {
  test as base,
  expect,
  type APIRequestContext,
  type BrowserContext,
  type Page,
} from '@playwright/test';
import { digestOf, pipelineEvent, purlOf, type PipelineEvent } from '../src';

/** The five people of the demonstration, by role. */
export const people = {
  developer: 'user:default/ines-carvalho',
  releaseManager: 'user:default/tomas-berg',
  platformEngineer: 'user:default/priya-nair',
  executive: 'user:default/helene-moreau',
  auditor: 'user:default/david-okafor',
} as const;

export type PersonRole = keyof typeof people;

/** The secret of this start, without which nobody can choose a person. */
export function personaSecret(): string {
  return requiredVariable('ODOO_FLEET_PERSONA_SECRET');
}

function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(
      `${name} is not set: run the browser tests by ./portal e2e`,
    );
  }
  return value;
}

/** Where pictures of the pages go: every run shows what the pages look like. */
export const pictures = `${process.env.ODOO_FLEET_DATA_DIR ?? '.data'}/e2e`;

/** A pipeline with the demonstration's token. */
export class Pipeline {
  constructor(private readonly request: APIRequestContext) {}

  async post(events: PipelineEvent[]) {
    const response = await this.request.post('/api/odoo/events', {
      headers: {
        authorization: `Bearer ${requiredVariable(
          'ODOO_FLEET_DEMO_PIPELINE_TOKEN',
        )}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      data: JSON.stringify(events),
    });
    expect(response.status(), await response.text()).toBe(200);
    return response.json();
  }

  async askGate(environment: string, digest: string, path = '/gate') {
    return this.request.post(`/api/odoo${path}`, {
      headers: {
        authorization: `Bearer ${requiredVariable(
          'ODOO_FLEET_DEMO_PIPELINE_TOKEN',
        )}`,
      },
      data: { environment, digest },
    });
  }
}

/** A proposal of a release, new in every run, as the retailer's pipeline would post it. */
export function proposal(options: {
  retailer: string;
  environment: string;
  word: string;
  odoo: Record<string, unknown>;
}): { event: PipelineEvent; digest: string } {
  const at = new Date();
  const id = `e2e-${options.word}-${at.getTime()}`;
  const digest = digestOf('e2e', id);
  return {
    digest,
    event: pipelineEvent({
      id,
      source: `https://ci.odoo-fleet.example/${options.retailer}`,
      type: 'dev.cdeventsx.odoo-release.proposed.0.1.0',
      at,
      subjectId: options.environment,
      content: {
        environment: { id: options.environment },
        artifactId: purlOf('odoo', digest),
      },
      odoo: options.odoo,
    }),
  };
}

interface PortalFixtures {
  /** Signs this test's browser in as one of the five. */
  signInAs(role: PersonRole): Promise<void>;
  setTheme(theme: 'light' | 'dark'): Promise<void>;
  pipeline: Pipeline;
}

/** Puts these into the storage of every page that the browser opens. */
async function keep(
  context: BrowserContext,
  storage: 'localStorage' | 'sessionStorage',
  items: Record<string, string>,
): Promise<void> {
  await context.addInitScript(
    ([name, entries]) => {
      for (const [key, value] of entries) {
        window[name].setItem(key, value);
      }
    },
    [storage, Object.entries(items)] as const,
  );
}

export const test = base.extend<PortalFixtures>({
  signInAs: async ({ context }, use) => {
    await use(role =>
      keep(context, 'sessionStorage', {
        'odoo-fleet.persona-secret': personaSecret(),
        'odoo-fleet.person': people[role],
      }),
    );
  },
  setTheme: async ({ context }, use) => {
    await use(theme => keep(context, 'localStorage', { theme }));
  },
  pipeline: async ({ request }, use) => {
    await use(new Pipeline(request));
  },
});

export { expect };

export function environmentPage(name: string, tab = ''): string {
  return `/catalog/default/odooenvironment/${name}${tab && `/${tab}`}`;
}

/**
 * Fails on what axe calls serious or critical. The header tabs of `@backstage/ui` 0.18 carry one such finding of their own
 * (aria-valid-attr-value on `.bui-Tab`), on every page of the portal, so that one rule is not held against that one class.
 * `stock` names more of that kind; `part` is a selector, for what stands outside `main`: a dialog, or a page of the portal that has no such landmark.
 */
export async function expectAccessible(
  page: Page,
  part = 'main',
  stock: readonly { id: string; html: string }[] = [],
): Promise<void> {
  const known = [{ id: 'aria-valid-attr-value', html: 'bui-Tab' }, ...stock];
  const results = await new AxeBuilder({ page }).include(part).analyze();
  const serious = results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        .filter(
          ({ html }) =>
            !known.some(one => one.id === id && html.includes(one.html)),
        )
        .map(({ html }) => `${id}: ${html.slice(0, 200)}`),
    );
  expect(serious).toEqual([]);
}

/** Waits until no card of the page says any more that it is loading. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main').getByRole('progressbar')).toHaveCount(0);
}
