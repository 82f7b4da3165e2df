/** A `web` metric of an AnalysisTemplate of Argo Rollouts, as far as the recipe uses it. */
export interface WebMetric {
  successCondition: string;
  failureCondition: string;
  provider: {
    web: {
      method: string;
      url: string;
      timeoutSeconds: number;
      headers: { key: string; value: string }[];
      jsonBody: Record<string, string>;
      jsonPath: string;
    };
  };
}

/** How Argo Rollouts calls the end of a measurement. */
export type Phase = 'Successful' | 'Failed' | 'Inconclusive' | 'Error';

/**
 * One measurement as the controller of Argo Rollouts would take it: arguments are filled in; a status other than 2xx, a time-out and a
 * body that is no JSON are errors; the failure condition is looked at first; when neither condition holds it is inconclusive. Of jsonPath
 * it reads a path of plain fields, of conditions a comparison with one text: what the recipe uses, and throws on anything else.
 */
export async function measure(
  metric: WebMetric,
  args: Record<string, string>,
  portalUrl: string,
): Promise<Phase> {
  const fill = (text: string) =>
    text.replace(/\{\{args\.([\w-]+)\}\}/g, (_, name: string) => {
      if (args[name] === undefined) {
        throw new Error(`The template has no argument ${name}`);
      }
      return args[name];
    });
  const { web } = metric.provider;
  const path = /^\{\$((?:\.\w+)+)\}$/.exec(web.jsonPath)?.[1];
  if (path === undefined) {
    throw new Error(`${web.jsonPath} is more than a path of fields`);
  }
  const holds = (condition: string, result: unknown) => {
    const text = /^result == "(\w+)"$/.exec(condition)?.[1];
    if (text === undefined) {
      throw new Error(`${condition} is more than a comparison with a text`);
    }
    return result === text;
  };
  let result: unknown;
  try {
    const answer = await fetch(portalUrl + new URL(web.url).pathname, {
      method: web.method,
      headers: web.headers.map(({ key, value }): [string, string] => [
        key,
        fill(value),
      ]),
      body: JSON.stringify(
        Object.fromEntries(
          Object.entries(web.jsonBody).map(([key, value]) => [
            key,
            fill(value),
          ]),
        ),
      ),
      signal: AbortSignal.timeout(web.timeoutSeconds * 1000),
    });
    if (!answer.ok) {
      return 'Error';
    }
    result = await answer.json();
    for (const field of path.slice(1).split('.')) {
      const value = (result as Record<string, unknown>)[field];
      if (value === undefined) {
        return 'Error';
      }
      result = value;
    }
  } catch {
    return 'Error';
  }
  if (holds(metric.failureCondition, result)) {
    return 'Failed';
  }
  return holds(metric.successCondition, result) ? 'Successful' : 'Inconclusive';
}
