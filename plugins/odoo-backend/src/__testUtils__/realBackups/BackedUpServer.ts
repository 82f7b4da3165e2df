import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  postgresPrograms,
  runProgram,
  toolUser,
  type Ran,
  type ToolUser,
} from './realTools';

const MAX_WAIT_MS = 120_000;

/** A repository of pgBackRest, and the configuration that leads to it. */
export interface Repository {
  path: string;
  config: string;
}

/**
 * A PostgreSQL server of its own that pgBackRest and Barman back up, in one scratch directory. It listens on no port, reads nothing
 * outside that directory, and ends with {@link stop}, Barman's receiver included.
 */
export class BackedUpServer {
  readonly #dir: string;
  readonly #user: ToolUser;
  readonly #bin: string;
  readonly repository: Repository;

  static async start(): Promise<BackedUpServer> {
    const bin = postgresPrograms();
    if (bin === undefined) {
      throw new Error('There is no PostgreSQL');
    }
    const server = new BackedUpServer(
      mkdtempSync(join(tmpdir(), 'odoo-backups-')),
      await toolUser(),
      bin,
    );
    try {
      await server.#lay();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private constructor(dir: string, user: ToolUser, bin: string) {
    this.#dir = dir;
    this.#user = user;
    this.#bin = bin;
    this.repository = {
      path: join(dir, 'repo'),
      config: join(dir, 'pgbackrest.conf'),
    };
    // The other user must get through it
    chmodSync(dir, 0o755);
    this.#give(dir);
  }

  /** A folder for whoever runs the tools. */
  folder(name: string): string {
    const path = join(this.#dir, name);
    mkdirSync(path, { recursive: true });
    this.#give(path);
    return path;
  }

  file(name: string, text: string): string {
    const path = join(this.#dir, name);
    writeFileSync(path, text);
    this.#give(path);
    return path;
  }

  get barmanConfig(): string {
    return join(this.#dir, 'barman.conf');
  }

  get socket(): string {
    return join(this.#dir, 's');
  }

  run(program: string, args: readonly string[], env = {}): Promise<Ran> {
    return runProgram(program, args, {
      ...this.#user.as,
      cwd: this.#dir,
      env: {
        PATH: process.env.PATH,
        HOME: this.#dir,
        TMPDIR: this.folder('tmp'),
        LC_ALL: 'C',
        ...env,
      },
    });
  }

  /** As {@link run}, and throws what the program said when it fails. */
  async must(program: string, ...args: string[]): Promise<string> {
    const ran = await this.run(program, args);
    if (ran.exitCode !== 0) {
      throw new Error(
        `${program} ${args.join(' ')} ended with ${ran.exitCode}: ${
          ran.output
        }${ran.errors}`,
      );
    }
    return ran.output;
  }

  /** One transaction each. */
  sql(...statements: string[]): Promise<string> {
    return this.must(
      'psql',
      ...['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', this.socket],
      ...['-U', 'postgres', '-d', 'acme_prod'],
      ...statements.flatMap(statement => ['-c', statement]),
    );
  }

  pgbackrest(config: string, ...args: string[]): Promise<Ran> {
    return this.run('pgbackrest', [`--config=${config}`, ...args]);
  }

  /** Takes a backup and says what it is called. */
  async backUp(type: string, ...args: string[]): Promise<void> {
    await this.must(
      'pgbackrest',
      `--config=${this.repository.config}`,
      '--stanza=main',
      `--type=${type}`,
      ...args,
      'backup',
    );
  }

  barman(...args: string[]): Promise<Ran> {
    return this.run('barman', ['-c', this.barmanConfig, ...args]);
  }

  /** Starts Barman's receiver. A backup is refused before a segment came in through it, and the receiver starts in the background. */
  startBarman(): Promise<void> {
    return this.until(async () => {
      await this.barman('-q', 'cron');
      await this.barman(
        ...['-q', 'switch-wal', '--force', '--archive'],
        ...['--archive-timeout', '10', 'main'],
      );
      return (await this.barman('check', 'main')).exitCode === 0 ? 't' : 'f';
    }, 'Barman may take a backup');
  }

  /** Writes, ends the WAL segment and says which it was. */
  async trade(): Promise<string> {
    return (
      await this.sql(
        'insert into sale_order select g, now() from generate_series(1, 100) g',
        'select pg_walfile_name(pg_switch_wal())',
      )
    ).trim();
  }

  untilArchived(segment: string): Promise<void> {
    return this.until(
      () =>
        this.sql(
          `select last_archived_wal >= '${segment}' from pg_stat_archiver`,
        ),
      `${segment} is archived`,
    );
  }

  async until(ask: () => Promise<string>, what: string): Promise<void> {
    const end = Date.now() + MAX_WAIT_MS;
    while ((await ask()).trim() !== 't') {
      if (Date.now() > end) {
        throw new Error(`Waited in vain until ${what}`);
      }
      await sleep(100);
    }
  }

  control(...args: string[]): Promise<string> {
    return this.must(
      join(this.#bin, 'pg_ctl'),
      ...['-D', join(this.#dir, 'data'), '-w'],
      ...['-l', join(this.#dir, 'server.log')],
      ...args,
    );
  }

  /** Overwrites some bytes in the middle of a table's first page, behind the server's back. */
  async damage(table: string): Promise<void> {
    await this.sql('checkpoint');
    const path = (
      await this.sql(`select pg_relation_filepath('${table}')`)
    ).trim();
    await this.control('-m', 'fast', 'stop');
    const file = openSync(join(this.#dir, 'data', path), 'r+');
    writeSync(file, Buffer.alloc(64, 0x5a), 0, 64, 6000);
    closeSync(file);
    await this.control('start');
  }

  /** A copy of the repository as it is now, to be broken. */
  copy(name: string): Repository {
    const path = this.folder(`copies-${name}`);
    cpSync(this.repository.path, path, { recursive: true });
    this.#giveAll(path);
    return { path, config: this.#configure(name, [`repo1-path=${path}`]) };
  }

  /** A configuration that leads to a repository that does not answer. */
  unreachable(): string {
    return this.#configure('unreachable', [
      'repo1-type=s3',
      'repo1-path=/repo',
      'repo1-s3-bucket=backups',
      'repo1-s3-region=eu',
      'repo1-s3-endpoint=127.0.0.1:1',
      'repo1-s3-key=AKIAIOSFODNN7EXAMPLE',
      'repo1-s3-key-secret=wJalrXUtnFEMIEXAMPLEKEY',
      'repo1-s3-uri-style=path',
      'io-timeout=1',
    ]);
  }

  /** The archived segments of a repository, oldest first. */
  segments(repository: Repository): { name: string; path: string }[] {
    const root = join(repository.path, 'archive/main');
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(path => /\/[0-9A-F]{24}-[0-9a-f]{40}/.test(path))
      .map(path => ({
        name: path.replace(/^.*\//, '').slice(0, 24),
        path: join(root, path),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Ends everything that was started, and removes it. */
  async stop(): Promise<void> {
    await this.barman('receive-wal', '--stop', 'main').catch(() => {});
    await this.control('-m', 'immediate', 'stop').catch(() => {});
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #give(path: string): void {
    if (this.#user.as) {
      chownSync(path, this.#user.as.uid, this.#user.as.gid);
    }
  }

  #giveAll(root: string): void {
    const { as } = this.#user;
    if (as) {
      readdirSync(root, { recursive: true, encoding: 'utf8' }).forEach(path =>
        lchownSync(join(root, path), as.uid, as.gid),
      );
    }
  }

  #configure(name: string, repository: string[]): string {
    return this.file(
      `${name}.conf`,
      [
        '[global]',
        ...repository,
        'repo1-cipher-type=aes-256-cbc',
        'repo1-cipher-pass=of-a-test',
        'repo1-retention-full=2',
        `log-path=${this.folder('log')}`,
        `lock-path=${this.folder(`lock-${name}`)}`,
        `spool-path=${this.folder('spool')}`,
        'start-fast=y',
        'archive-timeout=30',
        'log-level-file=off',
        '[main]',
        `pg1-path=${join(this.#dir, 'data')}`,
        `pg1-socket-path=${this.socket}`,
        'pg1-user=postgres',
        '',
      ].join('\n'),
    );
  }

  async #lay(): Promise<void> {
    this.folder('s');
    this.repository.config = this.#configure('pgbackrest', [
      `repo1-path=${this.folder('repo')}`,
    ]);
    await this.must(
      join(this.#bin, 'initdb'),
      ...['-D', join(this.#dir, 'data'), '-U', 'postgres', '-A', 'trust'],
      ...['-N', '-k', '--no-instructions', '--wal-segsize=1'],
    );
    const command = `pgbackrest --config=${this.repository.config} --stanza=main archive-push %p`;
    writeFileSync(
      join(this.#dir, 'data/postgresql.conf'),
      [
        `listen_addresses = ''`,
        `unix_socket_directories = '${this.socket}'`,
        'archive_mode = on',
        `archive_command = '${command}'`,
        'fsync = off',
        'shared_buffers = 16MB',
        '',
      ].join('\n'),
    );
    this.file(
      'barman.conf',
      [
        '[barman]',
        `barman_user = ${this.#user.name}`,
        `barman_home = ${this.folder('barman')}`,
        `configuration_files_directory = ${this.folder('barman.d')}`,
        `barman_lock_directory = ${this.folder('barman')}`,
        `log_file = ${join(this.#dir, 'barman.log')}`,
        '',
      ].join('\n'),
    );
    const connection = `host=${this.socket} user=postgres dbname=postgres`;
    this.file(
      'barman.d/main.conf',
      [
        '[main]',
        'description = main',
        `conninfo = ${connection}`,
        `streaming_conninfo = ${connection}`,
        'backup_method = postgres',
        'streaming_archiver = on',
        'slot_name = barman',
        'create_slot = auto',
        `path_prefix = ${this.#bin}`,
        '',
      ].join('\n'),
    );
    await this.control('start');
    await this.must(
      'pgbackrest',
      `--config=${this.repository.config}`,
      '--stanza=main',
      'stanza-create',
    );
    await this.must(
      'createdb',
      '-h',
      this.socket,
      '-U',
      'postgres',
      'acme_prod',
    );
    await this.sql(
      'create table sale_order as select g as id, now() as create_date from generate_series(1, 2000) g',
      'create table pos_order as select g as id, repeat(md5(g::text), 4) as note from generate_series(1, 500) g',
    );
  }
}
