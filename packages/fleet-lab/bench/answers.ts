import { randomBytes } from 'node:crypto';
import { digestOf } from '../src/cdevents';
import { makeHistory } from './history';
import { measureLatency, type Latency } from './latency';
import { dropDatabases, type BenchServer } from './servers';
import { environmentRefOf, startSuite, type Suite } from './suite';
import { BENCH_ENVIRONMENTS } from './workload';

const say = (line: string) => process.stdout.write(`${line}\n`);

const RELEASES = Number(process.env.BENCH_RELEASES ?? 100_000);
const QUESTIONS = Number(process.env.BENCH_QUESTIONS ?? 400);
/** Asked of each kind before anything is measured: what is measured is a server that has run for a while. */
const FIRST_QUESTIONS = Math.min(100, QUESTIONS);
/** For the reader: how long it takes when a second one asks without a pause, and an answer waits for the other's processor time too. */
const TWO_AT_ONCE = 2;
const TARGETS = { gate: 25, tab: 50 };

/** One kind of question, with how long its answers may take. */
interface AnswerFigure {
  what: string;
  /** One question after another. */
  latency: Latency;
  twoAtOnce: Latency;
  /** Milliseconds of the server's processor time for one answer: unlike the rest, hardly touched by what else the machine does. */
  processorMs: number;
  limit: number;
}

/** What the tab of an environment asks for when it is opened. */
const tabQuestions = [
  'release-risk?entityRef=',
  'releases?limit=10&entityRef=',
  'release-history?entityRef=',
  'calendar?entityRef=',
  'gate-decisions?limit=20&entityRef=',
];

/** Measures over a past of {@link RELEASES} releases of ten events each. */
async function measureAnswers(
  suite: Suite,
  database: string,
): Promise<{ events: number; releases: number; figures: AnswerFigure[] }> {
  const { request } = suite;
  const made = await makeHistory({
    releases: RELEASES,
    database,
    async post(events) {
      const answer = await request(
        'events',
        events,
        'application/cloudevents-batch+json',
      );
      if (answer.status !== 200) {
        throw new Error(`events: ${answer.status} ${await answer.text()}`);
      }
    },
  });
  const environmentOf = (index: number) =>
    environmentRefOf((index * 37) % BENCH_ENVIRONMENTS);
  const kinds = [
    {
      what: 'gate, each time about another digest',
      ask: (index: number) =>
        request('gate', {
          environment: environmentOf(index),
          digest: digestOf('asked', String(index)),
        }),
      limit: TARGETS.gate,
    },
    ...tabQuestions.map(question => ({
      what: `tab, ${question.split('?')[0]}`,
      ask: (index: number) =>
        request(`${question}${encodeURIComponent(environmentOf(index))}`),
      limit: TARGETS.tab,
    })),
  ];
  // A gate is never asked twice about one digest
  let asked = 0;
  const measure = (
    ask: (index: number) => Promise<Response>,
    count: number,
    connections: number,
  ) => {
    const first = asked;
    asked += count;
    return measureLatency(index => ask(first + index), { count, connections });
  };
  for (const { ask } of kinds) {
    await measure(ask, FIRST_QUESTIONS, TWO_AT_ONCE);
  }
  const figures: AnswerFigure[] = [];
  for (const { what, ask, limit } of kinds) {
    const before = await suite.server.processorTime();
    const latency = await measure(ask, QUESTIONS, 1);
    const used = (await suite.server.processorTime()) - before;
    const twoAtOnce = await measure(ask, QUESTIONS, TWO_AT_ONCE);
    figures.push({
      what,
      latency,
      twoAtOnce,
      processorMs: used / QUESTIONS,
      limit,
    });
  }
  return { ...made, figures };
}

/** The gate and the tab over years of releases, on databases of their own: what the load wrote is no believable past. */
export async function benchAnswers(admin: string): Promise<boolean> {
  const prefix = `odoo_bench_past_${process.pid}_`;
  const servers: BenchServer[] = [];
  try {
    const suite = await startSuite({
      admin,
      prefix,
      port: '17872',
      token: randomBytes(16).toString('hex'),
      onStart: server => servers.push(server),
    });
    const database = new URL(admin);
    database.pathname = `/${prefix}plugin_odoo`;
    const began = Date.now();
    const { events, releases, figures } = await measureAnswers(
      suite,
      database.toString(),
    );
    say(
      `with ${events} events and ${releases} releases (${Math.round(
        (Date.now() - began) / 1000,
      )} s with making them):`,
    );
    for (const { what, latency, twoAtOnce, processorMs, limit } of figures) {
      say(
        `${
          latency.p95 <= limit ? 'met   ' : 'MISSED'
        }  ${what}: p95 ${latency.p95.toFixed(
          1,
        )} ms (at most ${limit}), median ${latency.median.toFixed(
          1,
        )} ms, processor time ${processorMs.toFixed(
          1,
        )} ms; two at once: p95 ${twoAtOnce.p95.toFixed(
          1,
        )} ms, median ${twoAtOnce.median.toFixed(1)} ms`,
      );
    }
    return figures.every(({ latency, limit }) => latency.p95 <= limit);
  } finally {
    await Promise.all(servers.map(server => server.stop()));
    await dropDatabases(admin, prefix);
  }
}
