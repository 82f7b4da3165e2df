import { parseInstant } from '../instant';
import { plainText, sayCount, sayNumber } from '../plainText';
import type { Fact } from './model';
import type { Signature } from './postedFacts';
import type { TraceStation } from './trace';
import { sayArtifact } from './artifact';
import { evidenceOfFacts, lastInstant, type TraceInput } from './traceStation';

function urlOf(
  ...facts: (Fact<unknown> | undefined)[]
): { url: string } | undefined {
  const url = facts.find(fact => fact?.url !== undefined)?.url;
  return url === undefined ? undefined : { url };
}

function atOf(...facts: (Fact<unknown> | undefined)[]) {
  const at = lastInstant(facts);
  return at === undefined ? undefined : { at };
}

/** What is not known of a station, and what posting would fill it. */
function gaps(
  parts: readonly (readonly [known: unknown, remedy: string])[],
): string[] {
  return parts.flatMap(([known, remedy]) =>
    known === undefined ? [remedy] : [],
  );
}

/** Change record and commits. */
export function changeStation({ facts }: TraceInput): TraceStation {
  const { author, changeRecord, commits, changedLines, modules } =
    facts.release.facts;
  const missing = gaps([
    [changeRecord, 'Post changeRecord in customData.odoo, with its link.'],
    [commits, 'Post commits in customData.odoo, newest first.'],
    [author, 'Post author in customData.odoo.'],
  ]);
  const known = [author, changeRecord, commits, changedLines, modules];
  let state: TraceStation['state'] = 'not-known';
  if (known.some(fact => fact !== undefined)) {
    state = missing.length === 0 ? 'done' : 'partly';
  }
  const unnamed = state === 'partly' ? 'no record' : 'not known';
  return {
    id: 'change',
    state,
    summary:
      changeRecord === undefined
        ? commits?.value[0]?.slice(0, 10) ?? unnamed
        : plainText(changeRecord.value.id, 24),
    ...atOf(changedLines ?? commits ?? author ?? changeRecord),
    actors: author ? [facts.people.author ?? plainText(author.value)] : [],
    ...(changeRecord?.value.url !== undefined
      ? { url: changeRecord.value.url }
      : urlOf(changeRecord, commits, author)),
    details: [
      ...(changeRecord
        ? [`Change record ${plainText(changeRecord.value.id)}.`]
        : []),
      ...(commits
        ? [
            `${sayCount(commits.value.length, 'commit')}${
              commits.value[0]
                ? `, the newest ${commits.value[0].slice(0, 10)}`
                : ''
            }.`,
          ]
        : []),
      ...(changedLines
        ? [`${sayCount(changedLines.value, 'changed line')}.`]
        : []),
      ...(modules ? [`${sayCount(modules.value.length, 'module')}.`] : []),
    ],
    missing,
    evidence: evidenceOfFacts([
      [changeRecord, 'change record'],
      [commits, 'commits'],
      [author, 'author'],
      [changedLines, 'changed lines'],
    ]),
  };
}

const bad: ReadonlySet<string> = new Set(['failure', 'error']);

/** From when until when the image was built. Tests may run days later, on staging: they belong to no duration. */
function tookOf(
  build: TraceInput['facts']['release']['facts']['build'],
): Pick<TraceStation, 'startedAt' | 'durationSeconds'> {
  const startedAt = build?.value.startedAt;
  if (!build || startedAt === undefined) {
    return {};
  }
  const seconds =
    (parseInstant(build.occurredAt) - parseInstant(startedAt)) / 1000;
  return seconds < 0 ? {} : { startedAt, durationSeconds: seconds };
}

/** Build and tests. */
export function buildStation({ facts }: TraceInput): TraceStation {
  const { build, tests, testCounts } = facts.release.facts;
  const failedTests = testCounts?.value.failed ?? 0;
  const failed =
    bad.has(build?.value.outcome ?? '') ||
    bad.has(tests?.value.outcome ?? '') ||
    failedTests > 0;
  const testsPassed =
    tests?.value.outcome === 'success' ||
    (testCounts !== undefined &&
      failedTests === 0 &&
      testCounts.value.passed > 0);
  const built = build?.value.outcome === 'success';
  const known = build ?? tests ?? testCounts;
  const counts = testCounts
    ? `${sayCount(testCounts.value.passed, 'test')} passed, ${sayNumber(
        failedTests,
      )} failed${
        testCounts.value.skipped
          ? `, ${sayNumber(testCounts.value.skipped)} skipped`
          : ''
      }`
    : undefined;
  let state: TraceStation['state'] = known ? 'partly' : 'not-known';
  if (failed) {
    state = 'failed';
  } else if (built && testsPassed) {
    state = 'done';
  }
  return {
    id: 'build',
    state,
    summary: buildSummary(state, built, testCounts?.value.passed),
    ...atOf(build, tests, testCounts),
    ...tookOf(build),
    actors: [],
    ...urlOf(build, tests, testCounts),
    details: [
      ...(build
        ? [
            `Pipeline${
              build.value.label ? ` «${plainText(build.value.label)}»` : ''
            }: ${build.value.outcome}.`,
          ]
        : []),
      ...(tests
        ? [
            `Tests${
              tests.value.label ? ` «${plainText(tests.value.label)}»` : ''
            }: ${tests.value.outcome}.`,
          ]
        : []),
      ...(counts !== undefined ? [`${counts}.`] : []),
    ],
    missing: failed
      ? ['Mend what failed and build again.']
      : [
          ...(built ? [] : ['Report the pipeline run that built the image.']),
          ...(testsPassed
            ? []
            : ['Report the test suite run, or post testCounts.']),
        ],
    evidence: evidenceOfFacts([
      [build, `pipeline: ${build?.value.outcome}`],
      [tests, `tests: ${tests?.value.outcome}`],
      [testCounts, counts ?? ''],
    ]),
  };
}

function buildSummary(
  state: TraceStation['state'],
  built: boolean,
  passed: number | undefined,
): string {
  switch (state) {
    case 'done':
      return passed === undefined
        ? 'tests passed'
        : `${sayNumber(passed)} tests`;
    case 'failed':
      return 'failed';
    case 'partly':
      return built ? 'built, no tests' : 'no build known';
    default:
      return 'not known';
  }
}

/** Artifact: digest, signature, scan. */
export function artifactStation({ facts }: TraceInput): TraceStation {
  const { release } = facts;
  const {
    packaged,
    published,
    signed,
    signature,
    provenance,
    vulnerabilities,
  } = release.facts;
  const verified = signature?.value.verified;
  const scan = vulnerabilities?.value;
  const missing = [
    ...(release.digest
      ? []
      : ['Name the artifact by its image digest in the events.']),
    ...(verified === true
      ? []
      : [
          verified === false
            ? 'Sign the image with a key that the pipeline trusts, and verify it again.'
            : 'Verify the signature in the pipeline and post signature.',
        ]),
    ...gaps([[scan, 'Scan the image and post vulnerabilities.']]),
  ];
  const said = scan
    ? `${sayNumber(scan.critical)} critical, ${sayNumber(
        scan.high,
      )} high, ${sayNumber(scan.medium)} medium, ${sayNumber(
        scan.low,
      )} low vulnerabilities`
    : undefined;
  const sure = missing.length === 0 && scan?.critical === 0;
  let state: TraceStation['state'] = sure ? 'done' : 'partly';
  let summary = sure ? 'signed, scanned' : 'not signed';
  if (verified === false || provenance?.value.verified === false) {
    state = 'failed';
    summary = verified === false ? 'signature bad' : 'origin not proven';
  } else if (!release.digest && !signature && !scan && !signed) {
    state = 'not-known';
    summary = 'no digest';
  } else if (!sure) {
    summary = artifactSummary(verified, signed !== undefined, scan?.critical);
  }
  return {
    id: 'artifact',
    state,
    summary,
    ...atOf(packaged, signed, published, signature, vulnerabilities),
    actors:
      signature?.value.identity !== undefined
        ? [plainText(signature.value.identity)]
        : [],
    ...urlOf(published, packaged, signature, vulnerabilities, signed),
    details: [
      `${sayArtifact(release.artifact)}.`,
      ...saySignature(signature, signed !== undefined),
      ...(provenance
        ? [
            `Provenance ${
              provenance.value.verified ? 'verified' : 'could not be verified'
            }${
              provenance.value.builder !== undefined
                ? `, built by ${plainText(provenance.value.builder)}`
                : ''
            }.`,
          ]
        : []),
      ...(said !== undefined ? [`Scan: ${said}.`] : []),
    ],
    missing,
    evidence: evidenceOfFacts([
      [packaged, 'packaged'],
      [published, 'published'],
      [signed, 'signed'],
      [signature, `signature ${verified ? 'verified' : 'not verified'}`],
      [provenance, 'provenance'],
      [vulnerabilities, said ?? ''],
    ]),
  };
}

function saySignature(
  signature: Fact<Signature> | undefined,
  signed: boolean,
): string[] {
  if (signature) {
    const { verified, identity } = signature.value;
    return [
      `Signature ${verified ? 'verified' : 'could not be verified'}${
        identity === undefined ? '' : `, by ${plainText(identity)}`
      }.`,
    ];
  }
  return signed
    ? [
        'The pipeline said that it signed the image; nobody said that the signature was verified.',
      ]
    : [];
}

function artifactSummary(
  verified: boolean | undefined,
  signed: boolean,
  critical: number | undefined,
): string {
  if (critical !== undefined && critical > 0) {
    return `${sayNumber(critical)} critical`;
  }
  if (verified) {
    return 'signed, no scan';
  }
  return signed ? 'signed, unverified' : 'no signature';
}
