import { execFile, type ExecFileOptions } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Where the server programs of the newest PostgreSQL lie that Debian installed; they are not on the PATH. */
export function postgresPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  const [newest] = existsSync(root)
    ? readdirSync(root)
        .map(Number)
        .filter(major => existsSync(join(root, String(major), 'bin/initdb')))
        .sort((a, b) => b - a)
    : [];
  return newest === undefined ? undefined : join(root, String(newest), 'bin');
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '')
    .split(':')
    .some(folder => folder !== '' && existsSync(join(folder, program)));
}

/**
 * The programs that are missing to test against the real tools. With ODOO_REQUIRE_POSTGRES=1 their absence fails the file instead of
 * skipping it, so that CI can't be green without them.
 */
export function missingTools(): string[] {
  const missing = [
    'pgbackrest',
    'check_pgbackrest',
    'barman',
    'curl',
    'pg_dump',
  ]
    .filter(program => !onPath(program))
    .concat(postgresPrograms() === undefined ? ['postgresql'] : []);
  if (missing.length > 0 && process.env.ODOO_REQUIRE_POSTGRES === '1') {
    throw new Error(
      `Not installed: ${missing.join(
        ', ',
      )}. Install them (Debian: apt-get install postgresql pgbackrest barman check-pgbackrest curl), or unset ODOO_REQUIRE_POSTGRES`,
    );
  }
  return missing;
}

/** Who the tools run as: PostgreSQL refuses to be root's. */
export interface ToolUser {
  name: string;
  /** Set when the tests run as root. */
  as?: { uid: number; gid: number };
}

export async function toolUser(): Promise<ToolUser> {
  if (userInfo().uid !== 0) {
    return { name: userInfo().username };
  }
  const number = async (option: string) =>
    Number((await exec('id', [option, 'postgres'])).stdout);
  return {
    name: 'postgres',
    as: { uid: await number('-u'), gid: await number('-g') },
  };
}

/** What a program printed and how it ended. */
export interface Ran {
  output: string;
  errors: string;
  exitCode: number;
}

/** Runs a program to its end, whatever its exit code; a limit of time bounds it. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ExecFileOptions,
): Promise<Ran> {
  try {
    const { stdout, stderr } = await exec(program, [...args], {
      maxBuffer: 32 * 1024 * 1024,
      timeout: 300_000,
      ...options,
      encoding: 'utf8',
    });
    return { output: stdout, errors: stderr, exitCode: 0 };
  } catch (error) {
    const { code, stdout, stderr } = error as {
      code?: number | string;
      stdout?: string;
      stderr?: string;
    };
    if (typeof code !== 'number') {
      throw error;
    }
    return { output: stdout ?? '', errors: stderr ?? '', exitCode: code };
  }
}
