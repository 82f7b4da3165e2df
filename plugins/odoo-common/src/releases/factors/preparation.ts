import { sayCount, sayNumber } from '../../plainText';
import { saidAt } from './contribution';
import {
  evidenceOf,
  onlyInProduction,
  type FactorFinding,
  type RiskContext,
  type RiskFactor,
} from './factor';

interface Part {
  name: string;
  /** Absent: nobody said. */
  isFine?: boolean;
}

function part(name: string, isFine: boolean | undefined): Part {
  return { name, ...(isFine !== undefined && { isFine }) };
}

function knownPreparation(
  { facts, policy, releaseInstant }: RiskContext,
  threshold: string,
): FactorFinding {
  const posted = facts.release.facts.preparation;
  const said = saidAt(facts.readiness, 'capacity', releaseInstant);
  const database =
    said.known?.databaseHeadroomPercent ??
    posted?.value.databaseHeadroomPercent;
  const cluster =
    said.known?.clusterHeadroomPercent ?? posted?.value.clusterHeadroomPercent;
  const enough = (percent: number | undefined) =>
    percent === undefined ? undefined : percent >= policy.headroomPercent;
  const parts = [
    part('database headroom', enough(database)),
    part('cluster headroom', enough(cluster)),
    part('scaled up before', posted?.value.preScaled),
    part('nonessential jobs frozen', posted?.value.jobsFrozen),
  ];
  const namesOf = (wanted: boolean | undefined) =>
    parts
      .filter(({ isFine }) => isFine === wanted)
      .map(({ name }) => name)
      .join(', ');
  const open = parts.filter(({ isFine }) => isFine !== true).length;
  const missing = namesOf(false);
  const unsaid = namesOf(undefined);
  const remedy =
    'Scale up, freeze nonessential jobs, see that there is headroom, and post preparation.';
  const evidence = [
    ...(posted ? [evidenceOf(posted, 'preparation')] : []),
    ...(said.known?.evidence ?? []),
  ];
  if (parts.every(({ isFine }) => isFine === undefined)) {
    return {
      outcome: 'unknown',
      value: 'not known',
      threshold,
      message: 'What was prepared for the hours after is not known.',
      remedy,
      evidence,
      changesAt: said.changesAt,
    };
  }
  const headroom = [
    ...(database === undefined
      ? []
      : [`database ${sayNumber(database)} % free`]),
    ...(cluster === undefined ? [] : [`cluster ${sayNumber(cluster)} % free`]),
  ];
  return {
    outcome: 'known',
    // What nobody said counts as much as what is not there
    share: open / parts.length,
    value: [sayCount(parts.length - open, 'point'), ...headroom].join(', '),
    threshold,
    message:
      open === 0
        ? 'Headroom is left, and the hours after are prepared.'
        : `${[
            ...(missing ? [`Not there: ${missing}`] : []),
            ...(unsaid ? [`not known: ${unsaid}`] : []),
          ].join('; ')}.`.replace(/^n/, 'N'),
    ...(open > 0 && { remedy }),
    evidence,
    changesAt: said.changesAt,
  };
}

/**
 * Headroom of database server and cluster, and the checklist for the hours after: scaled up, nonessential jobs frozen.
 *
 * @public
 */
export const preparationFactor: RiskFactor = {
  id: 'preparation',
  title: 'Capacity and preparation',
  group: 'readiness',
  weight: policy => policy.weights.preparation,
  evaluate(context) {
    const threshold = `scaled up, jobs frozen, ${sayNumber(
      context.policy.headroomPercent,
    )} % headroom`;
    return (
      onlyInProduction(context, threshold) ??
      knownPreparation(context, threshold)
    );
  },
};
