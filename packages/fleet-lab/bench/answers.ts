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
/** A pipeline or two, and a person or two, at the same time. */
const CONNECTIONS = 2;
const TARGETS = { gate: 25, tab: 50 };

/** One kind of question, with how long its answers may take. */
interface AnswerFigure {
  what: string;
  latency: Latency;
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
  const measure = (ask: (index: number) => Promise<Response>) =>
    measureLatency(ask, { count: QUESTIONS, connections: CONNECTIONS });
  const figures: AnswerFigure[] = [
    {
      what: 'gate, each time about another digest',
      latency: await measure(index =>
        request('gate', {
          environment: environmentOf(index),
          digest: digestOf('asked', String(index)),
        }),
      ),
      limit: TARGETS.gate,
    },
  ];
  for (const question of tabQuestions) {
    figures.push({
      what: `tab, ${question.split('?')[0]}`,
      latency: await measure(index =>
        request(`${question}${encodeURIComponent(environmentOf(index))}`),
      ),
      limit: TARGETS.tab,
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
    for (const { what, latency, limit } of figures) {
      say(
        `${
          latency.p95 <= limit ? 'met   ' : 'MISSED'
        }  ${what}: p95 ${latency.p95.toFixed(
          1,
        )} ms (at most ${limit}), median ${latency.median.toFixed(1)} ms`,
      );
    }
    return figures.every(({ latency, limit }) => latency.p95 <= limit);
  } finally {
    await Promise.all(servers.map(server => server.stop()));
    await dropDatabases(admin, prefix);
  }
}
