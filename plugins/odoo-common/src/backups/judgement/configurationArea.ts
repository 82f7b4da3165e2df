import { parseInstant } from '../../instant';
import { plainText } from '../../plainText';
import type { Reason, VerdictStatus } from '../../verdict';
import type { AreaVerdict, RecoverabilityProof } from '../verdict';
import { areaVerdictOf, nothingThere } from './areaVerdict';
import { copiesOf } from './copies';
import { drillsOf } from './drills';
import { existenceOf } from './existence';
import { asOld, reason, type Judging } from './judging';
import { said } from './passing';
import { clauseOf, nameOf, statementsOf, type Statement } from './statements';
import { backupsOf } from './usableBackups';

const area = 'configuration';

type Git = Statement<'configuration'>;

const tools = { argocd: 'Argo CD', flux: 'Flux' } as const;

/** That what runs came from it, as the end of a sentence; nothing when nobody says so. */
function reconciledBy({ reconciliation }: Git['observation']): string {
  if (
    reconciliation.status === 'unknown' ||
    reconciliation.state !== 'synced'
  ) {
    return '';
  }
  const { by, at } = reconciliation;
  return `; what runs came from it, said ${tools[by]}${
    at === undefined ? '' : ` at ${said(parseInstant(at))}`
  }`;
}

function pathOf(
  git: Git,
  hasBackups: boolean,
): { proof: RecoverabilityProof; reasons: Reason[] } {
  const { observation, source, evidence, isOld } = git;
  const { path } = observation;
  const say = (
    id: string,
    status: VerdictStatus,
    message: string,
    remedy?: string,
  ) => ({
    proof: {
      id: 'exists' as const,
      status: asOld(status, isOld),
      message,
      evidence: [evidence],
    },
    reasons:
      remedy === undefined
        ? []
        : [
            reason(`configuration-${id}`, status, message, {
              remedy,
              evidence: [evidence],
            }),
          ],
  });
  if (path.status === 'unknown') {
    return say(
      'path-not-known',
      'unknown',
      `Whether the configuration is in Git is not known: ${clauseOf(
        path.reason,
      )}.`,
      'Let the portal read the repository, or correct spec.gitops.',
    );
  }
  if (path.exists) {
    const changed =
      path.lastChangedAt === undefined
        ? ''
        : `, changed at ${said(parseInstant(path.lastChangedAt))} last`;
    return say(
      'in-git',
      'ok',
      `The configuration is in Git (${nameOf(source)})${changed}${reconciledBy(
        observation,
      )}.`,
    );
  }
  return say(
    'not-in-git',
    hasBackups ? 'warning' : 'critical',
    `The declared path is not in Git (${nameOf(source)}).`,
    'Bring the configuration into Git, or correct spec.gitops.',
  );
}

function reconciliationReasons(git: Git): Reason[] {
  const { observation, evidence, isOld } = git;
  const { reconciliation } = observation;
  if (reconciliation.status === 'unknown') {
    return [
      reason(
        'configuration-reconciliation-not-known',
        'unknown',
        `Whether what runs came from Git is not known: ${clauseOf(
          reconciliation.reason,
        )}.`,
        {
          remedy:
            'Let the portal read the Argo CD application or the Flux kustomization.',
          evidence: [evidence],
        },
      ),
    ];
  }
  const { state, by, message } = reconciliation;
  if (state === 'synced') {
    return [];
  }
  const tool = tools[by];
  const why = message ? `: ${plainText(message, 300)}` : '.';
  return [
    state === 'failed'
      ? reason(
          'configuration-reconciliation-failed',
          'critical',
          `${tool} could not apply what is in Git${why}`,
          {
            remedy:
              'Mend it: what can’t be applied now can’t be set up anew from Git either.',
            evidence: [evidence],
          },
        )
      : reason(
          'configuration-out-of-sync',
          asOld('warning', isOld),
          `What runs is not what is in Git, says ${tool}${why}`,
          {
            remedy: 'Bring what was changed by hand into Git, or undo it.',
            evidence: [evidence],
          },
        ),
  ];
}

/** Judges whether the environment could be set up again from what is kept of its configuration. */
export function judgeConfiguration(judging: Judging): AreaVerdict {
  const statements = statementsOf(judging, area);
  const list = backupsOf(judging, area, statements);
  const drills = drillsOf(judging, area, statements);
  const all = statements.of('configuration');
  const [git] = all;
  const existence = git
    ? pathOf(git, list.usable.length > 0)
    : existenceOf(judging, area, statements, list);
  const copies = copiesOf(judging, area, statements);
  return areaVerdictOf(judging, area, {
    statements,
    list,
    drills,
    // Nobody asks of Git whether it is encrypted and elsewhere.
    copies: { ...copies, reasons: [] },
    proofs: [existence.proof, drills.proof],
    reasons: [
      ...nothingThere(area, statements, git !== undefined || list.isListed),
      ...existence.reasons,
      ...all.slice(1).flatMap(other => pathOf(other, true).reasons),
      ...all.flatMap(reconciliationReasons),
      ...list.reasons,
      ...drills.reasons,
    ],
  });
}
