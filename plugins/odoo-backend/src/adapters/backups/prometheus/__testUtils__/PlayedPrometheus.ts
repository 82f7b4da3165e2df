import type { BackupSourceAnswer } from '@odoo-fleet/backstage-plugin-odoo-node/testUtils';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

export const ADDRESS = 'http://prometheus.example.test/behind/a/proxy';

/** A series with a value of the moment of the question, or with values by seconds before it. */
export interface PlayedSeries {
  metric: string;
  labels: Record<string, string>;
  value: string | Readonly<Record<number, string>>;
}

type Respond = (query: string, time: number) => Response | Promise<Response>;

interface Asked {
  method: string;
  query: string;
  time: string;
  authorization: string | null;
}

const huge = Buffer.alloc(17 * 1024 * 1024, '[');

/** Oldest first. */
const samplesOf = (value: PlayedSeries['value']) =>
  typeof value === 'string'
    ? [[0, value] as const]
    : Object.entries(value)
        .map(([before, text]) => [Number(before), text] as const)
        .sort(([a], [b]) => b - a);

/** A Prometheus that answers in the shape of version 2.42, which `realPrometheus.test.ts` holds to the real one. */
export class PlayedPrometheus {
  readonly #server: ReturnType<typeof setupServer>;
  #respond: Respond;
  /** What was asked since it was last told what to answer. */
  readonly asked: Asked[] = [];

  constructor() {
    this.#respond = () => HttpResponse.error();
    this.#server = setupServer(
      http.all('http://prometheus.example.test/*', async ({ request }) => {
        const form = new URLSearchParams(await request.clone().text());
        const query = form.get('query') ?? '';
        const time = form.get('time') ?? '';
        this.asked.push({
          method: `${request.method} ${request.url}`,
          query,
          time,
          authorization: request.headers.get('authorization'),
        });
        return this.#respond(query, Number(time));
      }),
    );
    this.#server.listen({ onUnhandledRequest: 'bypass' });
  }

  close(): void {
    this.#server.close();
  }

  /** Answers each question so from now on. */
  answer(respond: Respond): void {
    this.asked.length = 0;
    this.#respond = respond;
  }

  /** Answers with what there is of the metric; a series that no id asks for is as little given as a real one gives it. */
  hold(held: readonly PlayedSeries[]): void {
    this.asked.length = 0;
    this.#respond = (query, time) => {
      const [, metricAsked, label, written] =
        /^(\w+)\{(\w+)=~("(?:[^"\\]|\\.)*")\}\[15m\]$/.exec(query) ?? [];
      const isAsked = new RegExp(`^(?:${JSON.parse(written)})$`, 's');
      return HttpResponse.json({
        status: 'success',
        data: {
          resultType: 'matrix',
          result: held
            .filter(
              ({ metric, labels }) =>
                metric === metricAsked && isAsked.test(labels[label] ?? ''),
            )
            .map(({ metric, labels, value }) => ({
              metric: { __name__: metric, ...labels },
              values: samplesOf(value).map(([before, text]) => [
                time - before,
                text,
              ]),
            })),
        },
      });
    };
  }

  play(answer: BackupSourceAnswer, facts: readonly PlayedSeries[]): void {
    switch (answer.kind) {
      case 'facts':
        return this.hold(facts);
      case 'nothing':
        return this.hold([]);
      case 'status':
        return this.answer(() =>
          HttpResponse.text(answer.text, {
            status: answer.code,
            headers: { 'x-reason': answer.text },
          }),
        );
      case 'malformed':
        return this.answer(() =>
          HttpResponse.html(`<html><b>${answer.text}</b></html>`),
        );
      case 'huge':
        return this.answer(() => new Response(huge));
      default:
        return this.answer(async () => {
          await delay('infinite');
          return HttpResponse.error();
        });
    }
  }
}
