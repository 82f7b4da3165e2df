import { plainText, sayCount } from '../../plainText';
import type { Evidence, Reason } from '../../verdict';
import type { RecoveryArea } from '../recoveryArea';
import type { AreaVerdict } from '../verdict';
import { byText, reason, type Judging } from './judging';
import type { Statement, Statements } from './statements';

/** Where the copies lie, who can read them, and how long they are kept. */
export interface Copies {
  offSite: AreaVerdict['offSite'];
  encrypted: AreaVerdict['encrypted'];
  retention: AreaVerdict['retention'];
  reasons: readonly Reason[];
}

type YesNo = AreaVerdict['offSite'];

/** Who holds copies, and how that is known. A source that only tells of the archiver holds none, so its place says nothing. */
function holdersOf(statements: Statements): {
  holders: Statements['sources'];
  evidence: Evidence[];
} {
  const telling = statements.all.filter(({ observation: { kind } }) =>
    ['backups', 'object-store', 'recovery-window'].includes(kind),
  );
  const holding = new Set(telling.map(({ source }) => source));
  return {
    holders: statements.sources.filter(source => holding.has(source)),
    evidence: telling.map(({ evidence }) => evidence),
  };
}

/** One copy elsewhere is a copy elsewhere. */
function anyOf(words: readonly (boolean | undefined)[]): YesNo {
  if (words.includes(true)) {
    return 'yes';
  }
  return words.length > 0 && words.every(word => word === false)
    ? 'no'
    : 'not-known';
}

/** One copy that everybody can read is one too many. */
function allOf(words: readonly (boolean | undefined)[]): YesNo {
  if (words.includes(false)) {
    return 'no';
  }
  return words.length > 0 && words.every(word => word === true)
    ? 'yes'
    : 'not-known';
}

function saidEncrypted({ observation }: Statement): boolean | undefined {
  return observation.kind === 'backups' || observation.kind === 'object-store'
    ? { yes: true, no: false, '': undefined }[observation.encrypted ?? '']
    : undefined;
}

function saidRetention({ observation }: Statement): number | undefined {
  if (observation.kind === 'backups') {
    return observation.retentionDays;
  }
  return observation.kind === 'object-store' &&
    observation.lifecycle.status === 'known'
    ? observation.lifecycle.oldVersionsKeptDays
    : undefined;
}

/** What the tool says, else what the config says of it. */
function toldBy<T>(
  statements: Statements,
  source: Statements['sources'][number],
  ofTool: (statement: Statement) => T | undefined,
  ofConfig: T | undefined,
): T | undefined {
  for (const statement of statements.all) {
    const told = statement.source === source ? ofTool(statement) : undefined;
    if (told !== undefined) {
      return told;
    }
  }
  return ofConfig;
}

function wantedRetention({ facts, policy }: Judging) {
  const wanted = new Map<string, number>();
  for (const [label, days] of Object.entries(policy.complianceRetentionDays)) {
    const name = label.toLowerCase();
    wanted.set(name, Math.max(days, wanted.get(name) ?? 0));
  }
  return facts.compliance
    .flatMap(label => {
      const days = wanted.get(label.toLowerCase());
      return days === undefined ? [] : [{ label, days }];
    })
    .sort((a, b) => b.days - a.days || byText(a.label, b.label))[0];
}

function wish(
  area: RecoveryArea,
  id: string,
  standing: YesNo,
  no: string,
  notKnown: string,
  remedies: { no: string; notKnown: string },
  evidence: readonly Evidence[],
): Reason[] {
  switch (standing) {
    case 'yes':
      return [];
    case 'no':
      return [
        reason(`${area}-${id}`, 'warning', no, {
          remedy: remedies.no,
          evidence,
        }),
      ];
    default:
      return [
        reason(`${area}-${id}-not-known`, 'unknown', notKnown, {
          remedy: remedies.notKnown,
          evidence,
        }),
      ];
  }
}

/** Judges the copies of an area that has some. Only production is asked where they lie and who can read them. */
export function copiesOf(
  judging: Judging,
  area: RecoveryArea,
  statements: Statements,
): Copies {
  const { holders, evidence } = holdersOf(statements);
  const offSite = anyOf(holders.map(({ declared }) => declared?.offSite));
  const encrypted = allOf(
    holders.map(source =>
      toldBy(statements, source, saidEncrypted, source.declared?.encrypted),
    ),
  );
  const kept = holders.flatMap(
    source =>
      toldBy(
        statements,
        source,
        saidRetention,
        source.declared?.retentionDays,
      ) ?? [],
  );
  const days = kept.length > 0 ? Math.max(...kept) : undefined;
  const wanted = wantedRetention(judging);
  const reasons: Reason[] = [];
  // Of a source that nobody could read, that alone is said.
  if (holders.length > 0) {
    const { production } = judging.policy;
    if (judging.facts.stage === 'production' && production.offSite) {
      reasons.push(
        ...wish(
          area,
          'not-off-site',
          offSite,
          'All copies are at the site of the environment: what takes the one takes the other.',
          'Nobody says whether a copy is at another site.',
          {
            no: 'Add a repository or a replica at another site.',
            notKnown: 'Say it in odoo.backups.sources (offSite).',
          },
          evidence,
        ),
      );
    }
    if (judging.facts.stage === 'production' && production.encrypted) {
      reasons.push(
        ...wish(
          area,
          'not-encrypted',
          encrypted,
          'Copies are not encrypted: whoever reads the storage reads the data.',
          'Nobody says whether the copies are encrypted.',
          {
            no: 'Turn on encryption of the repository or bucket.',
            notKnown: 'Say it in odoo.backups.sources (encrypted).',
          },
          evidence,
        ),
      );
    }
    if (wanted && days === undefined) {
      reasons.push(
        reason(
          `${area}-retention-not-known`,
          'unknown',
          `${plainText(wanted.label)} wants backups kept for ${sayCount(
            wanted.days,
            'day',
          )}, and nobody says how long they are.`,
          {
            remedy: 'Say it in odoo.backups.sources (retentionDays).',
            evidence,
          },
        ),
      );
    }
    if (wanted && days !== undefined && days < wanted.days) {
      reasons.push(
        reason(
          `${area}-retention-short`,
          'warning',
          `Backups are kept for ${sayCount(days, 'day')}; ${plainText(
            wanted.label,
          )} wants ${sayCount(wanted.days, 'day')}.`,
          { remedy: 'Keep them for longer.', evidence },
        ),
      );
    }
  }
  return {
    offSite,
    encrypted,
    retention: {
      ...(days !== undefined && { days }),
      ...(wanted && {
        wantedDays: wanted.days,
        wantedBy: plainText(wanted.label),
      }),
    },
    reasons,
  };
}
