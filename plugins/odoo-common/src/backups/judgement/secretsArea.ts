import { parseInstant } from '../../instant';
import { plainText, sayCount } from '../../plainText';
import {
  worstVerdictStatus,
  type Reason,
  type VerdictStatus,
} from '../../verdict';
import type { AreaVerdict, RecoverabilityProof } from '../verdict';
import { areaVerdictOf, nothingThere } from './areaVerdict';
import { copiesOf } from './copies';
import { drillsOf } from './drills';
import { asOld, byText, reason, type Judging } from './judging';
import { DAY, said } from './passing';
import {
  nameOf,
  statementsOf,
  type Statement,
  type Statements,
} from './statements';
import { backupsOf } from './usableBackups';

const area = 'secrets';

/** More names than that are not read in one sentence. */
const NAMED = 3;

function named(names: readonly string[]): string {
  const sorted = [...names].sort(byText).map(name => plainText(name, 60));
  return sorted.length > NAMED
    ? `${sorted.slice(0, NAMED).join(', ')} and ${sayCount(
        sorted.length - NAMED,
        'other',
      )}`
    : sorted.join(', ');
}

function managedReasons({
  observation,
  source,
  evidence,
}: Statement<'managed-secrets'>): Reason[] {
  const in_ = (state: string) =>
    observation.secrets.filter(secret => secret.state === state);
  const [failed, unknown] = [in_('failed'), in_('unknown')];
  return [
    ...(observation.secrets.length === 0
      ? [
          reason(
            'secrets-none-managed',
            'critical',
            `${nameOf(
              source,
            )} manages no secret: they lie in the cluster alone.`,
            {
              remedy:
                'Keep the secrets in a secret store, and let the cluster fetch them (ExternalSecret).',
              evidence: [evidence],
            },
          ),
        ]
      : []),
    ...(failed.length > 0
      ? [
          reason(
            'secrets-not-synced',
            'critical',
            `The secret store does not give ${named(
              failed.map(({ name }) => name),
            )}${
              failed.length === 1 && failed[0].message
                ? `: ${plainText(failed[0].message, 300)}`
                : '.'
            }`,
            {
              remedy: 'See what the ExternalSecret says, and mend it.',
              evidence: [evidence],
            },
          ),
        ]
      : []),
    ...(unknown.length > 0
      ? [
          reason(
            'secrets-not-known',
            'unknown',
            `Whether the secret store gives ${named(
              unknown.map(({ name }) => name),
            )} is not known.`,
            {
              remedy: 'See what the ExternalSecret says.',
              evidence: [evidence],
            },
          ),
        ]
      : []),
  ];
}

type Certificate =
  Statement<'certificates'>['observation']['certificates'][number];

function certificateStanding(
  { policy, time }: Judging,
  { name, notAfter, ready, message }: Certificate,
): { status: VerdictStatus; text: string } {
  const called = plainText(name, 60);
  const why = message ? ` (${plainText(message, 200)})` : '';
  if (notAfter === undefined) {
    return ready === false
      ? { status: 'critical', text: `${called} is not issued${why}` }
      : { status: 'unknown', text: `of ${called} nobody says when it ends` };
  }
  const end = parseInstant(notAfter);
  if (time.hasReached(end)) {
    return {
      status: 'critical',
      text: `${called} ended at ${said(end)}${why}`,
    };
  }
  const text = `${called} ends at ${said(end)}${why}`;
  const { criticalDays, warningDays } = policy.certificates;
  if (time.hasReached(end - criticalDays * DAY)) {
    return { status: 'critical', text };
  }
  return time.hasReached(end - warningDays * DAY) || ready === false
    ? { status: 'warning', text }
    : { status: 'ok', text };
}

function certificateReasons(
  judging: Judging,
  { observation, evidence }: Statement<'certificates'>,
): Reason[] {
  const all = observation.certificates
    .map(certificate => certificateStanding(judging, certificate))
    .sort((a, b) => byText(a.text, b.text));
  return (['critical', 'unknown', 'warning'] as const).flatMap(status => {
    const concerned = all.filter(one => one.status === status);
    if (concerned.length === 0) {
      return [];
    }
    const [first, ...others] = concerned;
    return [
      reason(
        `secrets-certificates-${status}`,
        status,
        `Certificate ${first.text}${
          others.length > 0 ? `, and ${sayCount(others.length, 'other')}` : ''
        }.`,
        {
          remedy: 'See why it is not renewed by itself.',
          evidence: [evidence],
        },
      ),
    ];
  });
}

function notReported(
  judging: Judging,
  statements: Statements,
  hasBackups: boolean,
): Reason[] {
  const isProduction = judging.facts.stage === 'production';
  return [
    ...(statements.of('managed-secrets').length === 0 &&
    !hasBackups &&
    statements.empty.length === 0
      ? [
          reason(
            'secrets-not-reported',
            'unknown',
            'Nobody says whether the secrets are kept by a secret store.',
            { remedy: 'Connect a source of ExternalSecrets.' },
          ),
        ]
      : []),
    ...(statements.of('certificates').length === 0 && isProduction
      ? [
          reason(
            'secrets-certificates-not-reported',
            'unknown',
            'Nobody says when the certificates end.',
            {
              remedy:
                'Connect a source of certificates (cert-manager, Traefik).',
            },
          ),
        ]
      : []),
  ];
}

function existenceOf(
  statements: Statements,
  reasons: readonly Reason[],
  hasBackups: boolean,
): RecoverabilityProof {
  const managed = statements.of('managed-secrets');
  const [first] = managed;
  const count = managed.reduce(
    (sum, { observation }) => sum + observation.secrets.length,
    0,
  );
  const words = reasons.map(({ status }) => status);
  return {
    id: 'exists',
    status: asOld(
      words.length > 0
        ? worstVerdictStatus(words)
        : ((first || hasBackups) && 'ok') || 'unknown',
      managed.some(({ isOld }) => isOld),
    ),
    message: first
      ? `${sayCount(count, 'secret')} come from a secret store (${nameOf(
          first.source,
        )}).`
      : 'No secret store tells of the secrets.',
    evidence: managed.map(({ evidence }) => evidence),
  };
}

/** Judges whether the secrets can be fetched again, and the certificates hold. Never by their content. */
export function judgeSecrets(judging: Judging): AreaVerdict {
  const statements = statementsOf(judging, area);
  const list = backupsOf(judging, area, statements);
  const drills = drillsOf(judging, area, statements);
  const copies = copiesOf(judging, area, statements);
  const hasBackups = list.usable.length > 0;
  const managed = statements.of('managed-secrets').flatMap(managedReasons);
  return areaVerdictOf(judging, area, {
    statements,
    list,
    drills,
    copies: { ...copies, reasons: [] },
    proofs: [existenceOf(statements, managed, hasBackups), drills.proof],
    reasons: [
      ...nothingThere(area, statements, statements.all.length > 0),
      ...managed,
      ...notReported(judging, statements, hasBackups),
      ...statements
        .of('certificates')
        .flatMap(statement => certificateReasons(judging, statement)),
      ...list.reasons,
      ...drills.reasons,
    ],
  });
}
