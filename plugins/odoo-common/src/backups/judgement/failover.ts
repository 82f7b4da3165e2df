import { sayDuration } from '../../duration';
import { plainText, sayCount } from '../../plainText';
import type { VerdictStatus } from '../../verdict';
import type { BackupObservationOf } from '../observations';
import type { BackupVerdict } from '../verdict';
import { asOld, type Judging } from './judging';
import { DAY, said } from './passing';
import type { PostgresqlArea } from './postgresqlArea';
import { evidenceOfExercise, newestExercise } from './runbooks';
import type { Statement } from './statements';

type Standbys = Pick<
  BackupObservationOf<'standbys'>,
  'standbys' | 'primaryZone'
>;
type Standby = Standbys['standbys'][number];

/**
 * What all who tell of standbys say together: who reads objects knows zones, who reads metrics knows the lag. Of one standby the worse
 * word counts; what only one knows is the newest that is known.
 */
function together(told: readonly Statement<'standbys'>[]): Standbys {
  const byName = new Map<string, Standby>();
  for (const { observation } of told) {
    for (const standby of observation.standbys) {
      const known = byName.get(standby.name);
      const lags = [known?.lagSeconds, standby.lagSeconds].flatMap(
        lag => lag ?? [],
      );
      byName.set(standby.name, {
        ...standby,
        ...known,
        ready: standby.ready && (known?.ready ?? true),
        ...(lags.length > 0 && { lagSeconds: Math.max(...lags) }),
      });
    }
  }
  const primaryZone = told
    .map(({ observation }) => observation.primaryZone)
    .find(zone => zone !== undefined);
  return {
    standbys: [...byName.values()],
    ...(primaryZone !== undefined && { primaryZone }),
  };
}

/**
 * Whether something could take over from the database server. Beside the verdict and no part of it: a server that takes over brings
 * back no row that was deleted, and one that is not there keeps nobody from restoring.
 */
export function judgeFailover(
  judging: Judging,
  { statements }: PostgresqlArea,
): BackupVerdict['failover'] {
  const { policy, time } = judging;
  const told = statements.of('standbys');
  const last = newestExercise(judging, 'failover');
  const evidence = [
    ...told.map(statement => statement.evidence),
    ...(last ? [evidenceOfExercise(last, 'failover')] : []),
  ];
  const say = (status: VerdictStatus, message: string) => ({
    status: asOld(
      status,
      told.some(({ isOld }) => isOld),
    ),
    message,
    evidence,
  });
  const practised = last
    ? `, the last failover that was practised, at ${said(last.at)}, ${
        last.outcome === 'success' ? 'worked' : 'failed'
      }`
    : ', and nobody has told of a failover that was practised';
  if (told.length === 0) {
    return say(
      last?.outcome === 'failure' ? 'critical' : 'unknown',
      `Nobody says whether a standby is there${practised}.`,
    );
  }
  const { standbys, primaryZone } = together(told);
  const ready = standbys.filter(standby => standby.ready);
  if (ready.length === 0) {
    return say(
      'critical',
      standbys.length === 0
        ? `There is no standby${practised}.`
        : `None of ${sayCount(
            standbys.length,
            'standby',
          )} is ready${practised}.`,
    );
  }
  if (last?.outcome === 'failure') {
    return say('critical', `A standby is ready${practised}.`);
  }
  const behind = ready.filter(
    ({ lagSeconds }) =>
      lagSeconds === undefined || lagSeconds <= policy.standbyLagSeconds,
  );
  if (behind.length === 0) {
    const least = Math.min(...ready.map(({ lagSeconds }) => lagSeconds ?? 0));
    return say(
      'warning',
      `The standby that is least behind is behind by ${sayDuration(
        least,
      )}${practised}.`,
    );
  }
  if (behind.every(({ lagSeconds }) => lagSeconds === undefined)) {
    return say(
      'unknown',
      `A standby is ready, and nobody says how far it is behind${practised}.`,
    );
  }
  const isElsewhere = behind.some(
    ({ zone }) =>
      zone !== undefined && primaryZone !== undefined && zone !== primaryZone,
  );
  const isZoneKnown =
    primaryZone !== undefined && behind.some(({ zone }) => zone !== undefined);
  if (isZoneKnown && !isElsewhere) {
    return say(
      'warning',
      `All standbys that are ready are in the zone of the primary, ${plainText(
        primaryZone ?? '',
      )}${practised}.`,
    );
  }
  if (!last) {
    return say('warning', `A standby is ready${practised}.`);
  }
  return time.hasReached(last.at + policy.failoverMaxAgeDays * DAY + 1)
    ? say(
        'warning',
        `A standby is ready${practised}; it should be practised every ${sayCount(
          policy.failoverMaxAgeDays,
          'day',
        )}.`,
      )
    : say('ok', `A standby is ready${practised}.`);
}
