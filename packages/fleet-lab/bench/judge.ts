/* How often the judge is wrong: false alarms after healthy releases, harm that it finds in time, and what it can see at all. */
import { cpus, loadavg, totalmem } from 'node:os';
import {
  defaultGuardrailPolicy,
  judgeGuardrail,
  type GuardrailInput,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { Chance } from './judgeChance';
import {
  comparedWeight,
  comparisons,
  errors,
  guardrails,
  latency,
} from './judgeGuardrails';
import { kayentaAlarms, plainThresholdAlarms } from './judgeRivals';
import { MINUTE, Release, type Watched } from './judgeTraffic';

const RELEASES = Number(process.env.BENCH_RELEASES ?? 1000);
const HURTING = Number(process.env.BENCH_HURTING ?? 400);
const CELL = Number(process.env.BENCH_CELL ?? 50);
const SEED = Number(process.env.BENCH_SEED ?? 20261122);
const TARGETS = { falseAlarms: 0.01, found: 0.95 };

const TRAFFIC = [2, 6, 20, 60, 200, 600, 2000];
const FACTORS = [1.1, 1.25, 1.5, 2, 3];
const WELL = { factor: 1 };
/** When somebody asks: what was wrong in between is still told then. */
const ASKED = [8, 15, 30, 45, 61];
/** When comparisons look, in minutes; the rivals look then as well. */
const LOOKS = defaultGuardrailPolicy.looks.map(look => 60 * look);

const say = (line = '') => process.stdout.write(`${line}\n`);
const percent = (part: number, of: number) =>
  `${((100 * part) / of).toFixed(part / of < 0.1 ? 2 : 1)} %`;

/** Upper end of what a share may be that was seen so often (Wilson, 95 %). */
function atMost(part: number, of: number): string {
  const z = 1.96;
  const share = part / of;
  const middle = share + (z * z) / (2 * of);
  const spread =
    z * Math.sqrt((share * (1 - share)) / of + (z / (2 * of)) ** 2);
  return percent((of * (middle + spread)) / (1 + (z * z) / of), of);
}

/** What is said at that minute, when nothing later is known. */
function verdictAt(input: GuardrailInput, minutes: number) {
  const now = input.release.at + minutes * MINUTE;
  const { reading } = input;
  return judgeGuardrail(
    reading.status === 'observed'
      ? {
          ...input,
          reading: {
            ...reading,
            samples: reading.samples.filter(({ at }) => at <= now),
          },
        }
      : input,
    defaultGuardrailPolicy,
    now,
  );
}

/** The judge says that something is wrong, then or before: a warning, or critical. */
const alarms = (input: GuardrailInput, minutes: number) => {
  const { status } = verdictAt(input, minutes);
  return status === 'warning' || status === 'critical';
};

const rivalAlarms = {
  thresholds: (input: GuardrailInput, minutes: number) =>
    plainThresholdAlarms(input, minutes),
  kayenta: (input: GuardrailInput, minutes: number) =>
    LOOKS.some(look => look <= minutes && kayentaAlarms(input, look)),
};

/**
 * How many of the releases that treble a known share of 60 requests a minute anybody could find in the 12 minutes after settling: the
 * most powerful test there is, at the level of the judge's look, if errors were independent and no day differed from another.
 */
function bestOf(share: number): string {
  const level =
    (0.01 * 3) / comparedWeight / defaultGuardrailPolicy.looks.length;
  const tail = (least: number, expected: number) => {
    let below = 0;
    for (let k = 0, term = Math.exp(-expected); k < least; k += 1) {
      below += term;
      term *= expected / (k + 1);
    }
    return 1 - below;
  };
  const expected = 12 * 60 * share;
  let least = 0;
  while (tail(least, expected) > level) {
    least += 1;
  }
  return percent(tail(least, 3 * expected), 1);
}

/** Hours at which releases go out, the night as well. */
const anyHour = (chance: Chance) => 24 * chance.share();

function judgeHealthy() {
  const chance = new Chance(SEED);
  const count = { judge: 0, thresholds: 0, kayenta: 0 };
  const by = new Map<string, number>();
  const words = { ok: 0, unknown: 0, warning: 0, critical: 0 };
  for (let n = 0; n < RELEASES; n += 1) {
    const load = chance.pick(TRAFFIC);
    const release = new Release(chance, anyHour(chance), load);
    const inputs = guardrails.map(watched =>
      release.input(watched, WELL, comparedWeight),
    );
    const wrong = inputs.filter(input =>
      ASKED.some(minutes => alarms(input, minutes)),
    );
    wrong.forEach(({ guardrail: { id } }) => by.set(id, (by.get(id) ?? 0) + 1));
    inputs.forEach(input => {
      words[verdictAt(input, 61).status] += 1;
    });
    count.judge += wrong.length > 0 ? 1 : 0;
    count.thresholds += inputs.some(input => rivalAlarms.thresholds(input, 60))
      ? 1
      : 0;
    count.kayenta += inputs.some(input => rivalAlarms.kayenta(input, 60))
      ? 1
      : 0;
  }
  return { count, by, words };
}

/** Of so many releases that hurt, those of which it is said in time. */
function countFound(
  chance: Chance,
  watched: Watched,
  load: number,
  factor: number,
  times: number,
  minutes = 15,
) {
  const found = { judge: 0, thresholds: 0, kayenta: 0, unknown: 0 };
  for (let n = 0; n < times; n += 1) {
    const release = new Release(chance, anyHour(chance), load);
    const input = release.input(watched, { factor }, comparedWeight);
    const { status } = verdictAt(input, minutes);
    found.judge += status === 'critical' || status === 'warning' ? 1 : 0;
    found.unknown += status === 'unknown' ? 1 : 0;
    found.thresholds += rivalAlarms.thresholds(input, minutes) ? 1 : 0;
    found.kayenta += rivalAlarms.kayenta(input, minutes) ? 1 : 0;
  }
  return found;
}

function main(): boolean {
  const lines: [string, boolean][] = [];
  const healthy = judgeHealthy();
  const all = RELEASES * guardrails.length;
  say(
    `healthy releases: ${RELEASES}, ${guardrails.length} guardrails (${comparisons} compare), asked ${ASKED.length} times, at 2 to 2,000 requests a minute and any hour`,
  );
  say(
    `  at the end: ok ${percent(healthy.words.ok, all)}, unknown ${percent(
      healthy.words.unknown,
      all,
    )}, warning ${percent(healthy.words.warning, all)}, critical ${percent(
      healthy.words.critical,
      all,
    )} of the guardrails`,
  );
  say(
    `  false alarms by guardrail: ${
      [...healthy.by].map(([id, n]) => `${id} ${n}`).join(', ') || 'none'
    }`,
  );
  lines.push([
    `false alarms per healthy release, whole set, all looks: ${percent(
      healthy.count.judge,
      RELEASES,
    )} (at most ${atMost(
      healthy.count.judge,
      RELEASES,
    )}); plain thresholds ${percent(
      healthy.count.thresholds,
      RELEASES,
    )}, Mann-Whitney as in Kayenta ${percent(
      healthy.count.kayenta,
      RELEASES,
    )}; target ${100 * TARGETS.falseAlarms} %`,
    healthy.count.judge <= TARGETS.falseAlarms * RELEASES,
  ]);

  const chance = new Chance(SEED + 1);
  const look = (
    what: string,
    watched: Watched,
    factor: number,
    load: number,
  ) => {
    const found = countFound(chance, watched, load, factor, HURTING);
    return {
      found,
      line: `${factor} x ${what} found within 15 min at ${load} a minute: ${percent(
        found.judge,
        HURTING,
      )}; plain thresholds ${percent(
        found.thresholds,
        HURTING,
      )}, Mann-Whitney ${percent(found.kayenta, HURTING)}`,
    };
  };
  for (const load of TRAFFIC.filter(traffic => traffic >= 60)) {
    for (const { found, line } of [
      look('p95', latency, 1.5, load),
      look('errors (5 % before)', errors(0.05), 3, load),
    ]) {
      lines.push([
        `${line}; target ${100 * TARGETS.found} %`,
        found.judge >= TARGETS.found * HURTING,
      ]);
    }
  }
  say('  rarer errors, at 60 a minute:');
  for (const share of [0.02, 0.003]) {
    const { line } = look(
      `errors (${100 * share} % before)`,
      errors(share),
      3,
      60,
    );
    say(`  ${line}; who knew the share before could find ${bestOf(share)}`);
  }

  const table = (title: string, watched: Watched, minutes: number) => {
    say();
    say(
      `${title}, found within ${minutes} min, percent of ${CELL}: judge / thresholds / Mann-Whitney (unknown by the judge)`,
    );
    say(
      `  a minute  ${FACTORS.map(factor => `${factor} x`.padEnd(24)).join('')}`,
    );
    for (const load of TRAFFIC) {
      const cells = FACTORS.map(factor => {
        const found = countFound(chance, watched, load, factor, CELL, minutes);
        const share = (n: number) => Math.round((100 * n) / CELL);
        return `${share(found.judge)} / ${share(found.thresholds)} / ${share(
          found.kayenta,
        )} (${share(found.unknown)})`.padEnd(24);
      });
      say(`  ${String(load).padEnd(10)}${cells.join('')}`);
    }
  };
  table('p95', latency, 15);
  table('p95', latency, 60);
  table('errors, 5 % before', errors(0.05), 15);
  table('errors, 0.3 % before', errors(0.003), 15);
  say();
  say(
    `${cpus().length} cores, ${(totalmem() / 1024 ** 3).toFixed(
      0,
    )} GiB, load ${loadavg()[0].toFixed(1)}, Node ${
      process.version
    }, seed ${SEED}`,
  );
  lines.forEach(([line, isMet]) =>
    say(`${isMet ? 'met   ' : 'missed'} ${line}`),
  );
  return lines.every(([, isMet]) => isMet);
}

process.exitCode = main() ? 0 : 1;
