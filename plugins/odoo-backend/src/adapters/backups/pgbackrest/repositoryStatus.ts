import type { BackupProblem } from '@odoo-fleet/backstage-plugin-odoo-common';
import { ToolOutputError } from '@odoo-fleet/backstage-plugin-odoo-node';
import { statusCode, type InfoStanza } from './schema';

/** Whether the stanza as a whole says why nothing is known, or that something is wrong with it. */
export function problemsOf(stanza: InfoStanza): BackupProblem[] {
  const { code } = stanza.status;
  const bad = (stanza.repo ?? []).filter(repo => repo.status.code !== 0);
  const someUsable = stanza.backup.length > 0;
  if (code === statusCode.ok) {
    return [];
  }
  if (code === statusCode.databaseMismatch) {
    return [
      {
        id: 'database-mismatch',
        status: 'critical',
        message:
          'The repositories hold backups of different database clusters: some of them are not of this database.',
        remedy:
          'Run pgbackrest stanza-upgrade, or correct the stanza of the repository that is wrong.',
      },
    ];
  }
  if (bad.length === 0 || code !== statusCode.differentAcrossRepos) {
    return [problemOfCode(code, 'critical')];
  }
  // One of several repositories: the others still count
  return bad.map(repo =>
    problemOfCode(
      repo.status.code,
      someUsable ? 'warning' : 'critical',
      repo.key,
      repo.status.message,
    ),
  );
}

function problemOfCode(
  code: number,
  status: BackupProblem['status'],
  repository?: number,
  text?: string,
): BackupProblem {
  const where =
    repository === undefined ? 'the repository' : `repository ${repository}`;
  const first = where.charAt(0).toLocaleUpperCase('en-GB') + where.slice(1);
  switch (code) {
    case statusCode.missingStanzaPath:
    case statusCode.missingStanzaData:
      return {
        id: 'stanza-missing',
        status,
        message: `There is no stanza in ${where}, or its files are missing.`,
        remedy:
          'Look whether the right storage is mounted; if it is, run pgbackrest stanza-create and take a full backup.',
      };
    case statusCode.noBackup:
      return {
        id: 'no-valid-backup',
        status,
        message: `${first} holds no backup that ended.`,
        remedy: 'Take one: pgbackrest --type=full backup.',
      };
    case statusCode.other:
      return {
        id: 'repository-unreachable',
        // What is not seen is not known to be wrong
        status: status === 'critical' ? 'unknown' : status,
        message: `${first} could not be read${errorName(text)}.`,
        remedy:
          'Run pgbackrest info where the report is made, and look at the network, the credentials and the mount.',
      };
    default:
      return {
        id: 'repository-status',
        status,
        message: `${first} reports status ${code}, which is not known here.`,
        remedy: 'Run pgbackrest info and read what it says.',
      };
  }
}

/** `[HostConnectError] unable to get address for …`: only the name of the error, since the rest may hold addresses and more. */
function errorName(text: string | undefined): string {
  const [, found] = /^\[([A-Z][A-Za-z]{2,40}Error)\]/.exec(text ?? '') ?? [];
  return found === undefined ? '' : ` (${found})`;
}

/**
 * When no repository could be read there are no facts.
 *
 * @throws ToolOutputError
 */
export function refuseUnread(stanza: InfoStanza): void {
  const { code } = stanza.status;
  if (code === statusCode.backupNotFound) {
    throw new ToolOutputError(
      'The backup that the command asked for is not there: ask for the list first, and with --set for one that is in it.',
    );
  }
  const repos = stanza.repo ?? [];
  const unread =
    stanza.backup.length === 0 &&
    (code === statusCode.other ||
      (repos.length > 0 &&
        repos.every(repo => repo.status.code === statusCode.other)));
  if (!unread) {
    return;
  }
  const text = repos.find(repo => repo.status.code === statusCode.other)?.status
    .message;
  const denied =
    /\b40[13]\b|AccessDenied|\[CryptoError\]|permission denied/i.test(
      text ?? '',
    );
  throw new ToolOutputError(
    denied
      ? `The repository did not let pgBackRest read${errorName(
          text,
        )}: look at its credentials, its passphrase and the owner of its files.`
      : `pgBackRest could not read the repository${errorName(
          text,
        )}: run pgbackrest info where the report is made, and look at the network and the mount.`,
    denied ? 'unauthorised' : 'unreachable',
  );
}
