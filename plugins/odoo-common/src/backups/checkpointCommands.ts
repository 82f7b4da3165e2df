import { byText } from './judgement/judging';
import type { CheckpointCommand } from './checkpoint';
import type { BackupFacts, BackupSourceFacts } from './facts';

/** One word of a POSIX shell, whatever stands in it. A line break would end the command where it is pasted, so it becomes a space. */
function quoted(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(line)
    ? line
    : `'${line.replace(/'/g, `'\\''`)}'`;
}

/** What Kubernetes takes for a label, made of any name. */
function labelValue(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}

const dnsName = (text: string) =>
  labelValue(text.toLowerCase())
    .replace(/[._]+/g, '-')
    .slice(0, 40)
    .replace(/-+$/, '');

type Command = (
  id: string,
  release: string,
) => Omit<CheckpointCommand, 'source' | 'tool'> & { tool: string };

const inCluster = (id: string): [namespace: string, name: string] => {
  const slash = id.indexOf('/');
  return slash === -1
    ? ['default', id]
    : [id.slice(0, slash), id.slice(slash + 1)];
};

const commands: Record<string, Command> = {
  pgbackrest: (id, release) => ({
    tool: 'pgBackRest',
    command: `pgbackrest ${quoted(`--stanza=${id}`)} --type=incr ${quoted(
      `--annotation=release=${release}`,
    )} backup`,
    where:
      'As the user that runs pgBackRest, on the repository host or the database server; 2.41 or newer.',
  }),
  barman: (id, release) => ({
    tool: 'Barman',
    command: `barman backup --wait ${quoted(
      `--name=release-${dnsName(release)}`,
    )} ${quoted(id)}`,
    where:
      'As the user barman, on the server that runs it. Barman carries no annotation: the name is for people, so post the checkpoint as well.',
  }),
  'wal-g': (_id, release) => ({
    tool: 'WAL-G',
    command: `wal-g backup-push --add-user-data ${quoted(
      JSON.stringify({ release }),
    )} "$PGDATA"`,
    where: 'As the user postgres, on the database server.',
  }),
  'cloudnative-pg': (id, release) => {
    const [namespace, cluster] = inCluster(id);
    const manifest = JSON.stringify({
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Backup',
      metadata: {
        generateName: 'release-',
        namespace,
        annotations: { 'odoofleet.io/release': release },
      },
      spec: { cluster: { name: cluster } },
    });
    return {
      tool: 'CloudNativePG',
      command: `printf '%s' ${quoted(manifest)} | kubectl create -f -`,
      where:
        'Where kubectl reaches the cluster; add spec.method and pluginConfiguration as your ScheduledBackup has them.',
    };
  },
  velero: (id, release) => ({
    tool: 'Velero',
    command: `velero backup create ${quoted(
      `release-${dnsName(release)}`,
    )} ${quoted(`--from-schedule=${id}`)} ${quoted(
      `--labels=odoofleet.io/release=${labelValue(release)}`,
    )} --wait`,
    where: 'Where velero reaches the cluster.',
  }),
  'kubernetes-jobs': (id, release) => {
    const [namespace, name] = inCluster(id);
    const job = `release-${dnsName(release)}`;
    return {
      tool: 'CronJob',
      command: `kubectl -n ${quoted(namespace)} create job ${quoted(
        `--from=cronjob/${name}`,
      )} ${quoted(job)} && kubectl -n ${quoted(
        namespace,
      )} annotate job ${quoted(job)} ${quoted(
        `odoofleet.io/release=${release}`,
      )}`,
      where: 'Where kubectl reaches the cluster.',
    };
  },
};

/** By what listed the backups, else by what reads the source. */
function toolOf({ observations, declared }: BackupSourceFacts) {
  const list = observations
    .map(({ observation }) => observation)
    .find(observation => observation.kind === 'backups');
  const listed = list?.kind === 'backups' ? commands[list.tool] : undefined;
  return listed ?? (declared ? commands[declared.adapter] : undefined);
}

/**
 * How to take a checkpoint of the database now, with each tool of this environment: the command to copy, which binds the backup to the
 * release. Nothing is run by the portal, and whatever a name holds stays one word of the shell.
 *
 * @param release - id or version of the release
 * @public
 */
export function checkpointCommands(
  facts: BackupFacts,
  release: string,
): CheckpointCommand[] {
  return facts.sources
    .filter(
      ({ area, binding }) => area === 'postgresql' && binding === 'confirmed',
    )
    .flatMap(source => {
      const command = toolOf(source);
      return command
        ? [{ source: source.source, ...command(source.id, release) }]
        : [];
    })
    .sort((a, b) => byText(a.source, b.source) || byText(a.command, b.command));
}
