import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const SCOPE = '@odoo-fleet/';

type Manifest = Record<string, Record<string, string>>;

/** Runs a command, and shows what it printed only when it fails. */
export function run(cwd: string, command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 256 * 1024 * 1024,
      env: {
        ...process.env,
        // Yarn's own switch for CI would refuse to write the lock file of an app that is new
        CI: '',
        YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
        // The Yarn of this repository, and versions that its lock file has chosen already
        YARN_IGNORE_PATH: '1',
        YARN_NPM_MINIMAL_AGE_GATE: '0',
        YARN_ENABLE_SCRIPTS: 'false',
        NODE_ENV: undefined,
        // Or create-app asks for a name
        BACKSTAGE_APP_NAME: 'fresh-app',
      },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(
      `${command} ${args.join(' ')} failed in ${cwd}:\n${stdout.slice(
        -5000,
      )}\n${stderr.slice(-5000)}`,
    );
  }
}

/** Packs the published packages in a copy of this checkout, as a release does; gives the archive of each by its name. */
export function packPlugins(folder: string): Map<string, string> {
  const copy = join(folder, 'checkout');
  const archives = join(folder, 'archives');
  mkdirSync(archives, { recursive: true });
  const image = join(ROOT, 'packages/backend/image');
  run(ROOT, process.execPath, join(image, 'context.js'), copy);
  run(ROOT, 'sh', join(image, 'reuse-packages.sh'), copy);
  run(copy, 'yarn', 'install', '--immutable');
  run(copy, 'yarn', 'tsc');

  const packed = new Map<string, string>();
  for (const plugin of readdirSync(join(copy, 'plugins'))) {
    const { name } = JSON.parse(
      readFileSync(join(copy, 'plugins', plugin, 'package.json'), 'utf8'),
    );
    const archive = join(archives, `${plugin}.tgz`);
    run(copy, 'yarn', 'workspace', name, 'build');
    run(copy, 'yarn', 'workspace', name, 'pack', '--out', archive);
    packed.set(name, archive);
  }
  rmSync(copy, { recursive: true, force: true });
  return packed;
}

/** The code blocks of a README below a line that holds this text. */
export function codeBlock(readme: string, after: string): string {
  const text = readFileSync(join(ROOT, readme), 'utf8');
  const start = text.indexOf(after);
  const block =
    start < 0 ? undefined : /```\w+\n([\s\S]*?)```/.exec(text.slice(start));
  if (!block) {
    throw new Error(`${readme} has no code block below '${after}'`);
  }
  return block[1];
}

/**
 * A new app of the template of `@backstage/create-app` with the packed plugins in it, wired up by what the READMEs say and
 * nothing else.
 */
export class FreshApp {
  readonly folder: string;

  static create(options: {
    folder: string;
    legacy: boolean;
    archives: Map<string, string>;
  }): FreshApp {
    const { folder, legacy, archives } = options;
    // It wants the folder to be there, and takes `--path` as relative to where it is called
    mkdirSync(folder, { recursive: true });
    run(
      folder,
      process.execPath,
      require.resolve('@backstage/create-app/bin/backstage-create-app'),
      '--skip-install',
      '--path',
      folder,
      ...(legacy ? ['--legacy'] : []),
    );
    const app = new FreshApp(folder);
    app.#install(archives);
    app.#wireBackend();
    if (legacy) {
      app.#wireEntityPage();
    }
    return app;
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  #edit(path: string, change: (text: string) => string): void {
    const file = join(this.folder, path);
    const before = readFileSync(file, 'utf8');
    const after = change(before);
    if (after === before) {
      throw new Error(`${path} of the template is not as it was expected`);
    }
    writeFileSync(file, after);
  }

  #manifest(path: string, change: (manifest: Manifest) => void): void {
    this.#edit(join(path, 'package.json'), text => {
      const manifest = JSON.parse(text);
      change(manifest);
      return JSON.stringify(manifest, undefined, 2);
    });
  }

  #install(archives: Map<string, string>): void {
    const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    this.#manifest('.', manifest => {
      manifest.resolutions = {
        ...own.resolutions,
        ...Object.fromEntries(
          [...archives].map(([name, archive]) => [name, `file:${archive}`]),
        ),
      };
    });
    const install = (workspace: string, names: string[]) =>
      this.#manifest(`packages/${workspace}`, manifest => {
        for (const name of names) {
          manifest.dependencies[`${SCOPE}backstage-plugin-${name}`] = '^0.1.0';
        }
      });
    install('backend', [
      'odoo-backend',
      'catalog-backend-module-odoo',
      'scaffolder-backend-module-odoo',
    ]);
    install('app', ['odoo']);
    // What works together is what this repository is tested with; the template's own seed lies behind another network
    cpSync(join(ROOT, 'yarn.lock'), join(this.folder, 'yarn.lock'));
    run(this.folder, 'yarn', 'install');
  }

  #wireBackend(): void {
    const lines = codeBlock('README.md', '**Backend** (`');
    this.#edit('packages/backend/src/index.ts', text =>
      text.replace('backend.start();', `${lines}\nbackend.start();`),
    );
    writeFileSync(
      join(this.folder, 'app-config.odoo.yaml'),
      codeBlock('README.md', '**Catalog rules**'),
    );
  }

  #wireEntityPage(): void {
    const block = codeBlock(
      'plugins/odoo/README.md',
      '**Legacy frontend system.**',
    );
    const [page, cases, tab] = block.split(/^\/\/ in the .*$/m);
    const [imports, constant] = page.split(/^(?=const odooPage)/m);
    this.#edit(
      'packages/app/src/components/catalog/EntityPage.tsx',
      text =>
        `${imports}\n${text
          .replace(
            'export const entityPage = (\n  <EntitySwitch>',
            `${constant}\nexport const entityPage = (\n  <EntitySwitch>${cases}`,
          )
          .replace(
            /(const serviceEntityPage = \(\s*<EntityLayout>)/,
            `$1\n${tab}`,
          )}`,
    );
  }
}
