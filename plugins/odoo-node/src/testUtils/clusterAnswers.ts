import type { UnreadableSource } from '../SourceOutcome';
import type { Script, ScriptedAnswer } from './ScriptedCluster';

/** What must never be seen again: as the account's token, and in whatever the cluster says. */
export const PLANTED =
  'eyJhbGciOiJub25lIn0.0123456789abcdefghijklmnop.qrstuvwxyz';

export function pod(index: number, namespace = 'shop') {
  return {
    metadata: {
      name: `pod-${index}`,
      namespace,
      uid: `uid-${index}`,
      resourceVersion: String(index),
      creationTimestamp: '2026-11-20T10:00:00Z',
    },
    spec: { nodeName: 'node-1' },
    status: { phase: 'Running' },
  };
}

export function podList(items: unknown[], next?: string): ScriptedAnswer {
  return {
    body: {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { resourceVersion: '7', ...(next && { continue: next }) },
      items,
    },
  };
}

export function failure(
  code: number,
  reason: string,
  more: { name?: string; headers?: Record<string, string> } = {},
): ScriptedAnswer {
  return {
    code,
    headers: more.headers,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `${reason}: ${PLANTED}`,
      reason,
      ...(more.name && { details: { name: more.name, kind: 'pods' } }),
      code,
    },
  };
}

export const gone = failure(410, 'Expired');

/** 1,234 pods in pages; `turn` changes their numbers, as a later state of the cluster would. */
export function paged(turn = 0): Script {
  const all = Array.from({ length: 1234 }, (_, i) => pod(i + turn * 10_000));
  return ({ query }) => {
    const from = Number(query.continue ?? 0);
    const to = from + Number(query.limit);
    return podList(
      all.slice(from, to),
      to < all.length ? String(to) : undefined,
    );
  };
}

/** Answers that are no facts, and what each has to become. */
export const failures: [string, ScriptedAnswer, UnreadableSource['status']][] =
  [
    ['401', failure(401, 'Unauthorized'), 'unauthorised'],
    ['401 that is no JSON', { code: 401, text: PLANTED }, 'unauthorised'],
    ['403', failure(403, 'Forbidden'), 'unauthorised'],
    ['404 of a path', { code: 404, text: '404 page not found' }, 'malformed'],
    ['404 of a resource', failure(404, 'NotFound'), 'malformed'],
    ['400', failure(400, 'BadRequest'), 'malformed'],
    [
      '429 with a long pause',
      failure(429, 'TooManyRequests', { headers: { 'retry-after': '3600' } }),
      'unreachable',
    ],
    [
      '429 again and again',
      failure(429, 'TooManyRequests', { headers: { 'retry-after': '0' } }),
      'unreachable',
    ],
    ['500', failure(500, 'InternalError'), 'unreachable'],
    ['500 that is no JSON', { code: 500, text: PLANTED }, 'unreachable'],
    ['503', failure(503, 'ServiceUnavailable'), 'unreachable'],
    ['nothing', { text: '' }, 'malformed'],
    ['broken JSON', { text: `{"items": [${PLANTED}` }, 'malformed'],
    ['HTML', { text: `<html>${PLANTED}</html>` }, 'malformed'],
    ['a Status with 200', { ...failure(200, 'Odd'), code: 200 }, 'malformed'],
    ['null', { body: null }, 'malformed'],
    ['a text', { body: PLANTED }, 'malformed'],
    [
      'another kind',
      {
        body: {
          kind: 'SecretList',
          apiVersion: 'v1',
          items: [pod(1)],
          ...pod(1),
        },
      },
      'malformed',
    ],
    ['more than can be taken', { manner: 'endless' }, 'malformed'],
    ['half an answer', { manner: 'cut' }, 'unreachable'],
    ['silence', { manner: 'silent' }, 'unreachable'],
    ['silence after the first bytes', { manner: 'stuck' }, 'unreachable'],
  ];

/** Lists that are almost right. */
export const wrongLists: [string, unknown[] | undefined][] = [
  ['no items', undefined],
  ['an item without a name', [pod(1), { metadata: { uid: 'u' } }]],
  ['an item that is none', [pod(1), PLANTED]],
  ['an item of another namespace', [pod(1), pod(2, 'neighbour')]],
];
