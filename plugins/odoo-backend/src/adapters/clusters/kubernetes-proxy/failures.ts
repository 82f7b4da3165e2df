import type { UnreadableSource } from '@odoo-fleet/backstage-plugin-odoo-node';
import { portalErrorSchema, statusSchema } from './schema';

/** Why there are no facts; whoever asked adds the instant. */
export type Failure = Pick<UnreadableSource, 'status' | 'message'>;

/** Carries a failure up to whoever knows the instant. */
export class ReadFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** What is read, in words: `pods of cluster 'eu'`. */
export interface Question {
  cluster: string;
  what: string;
}

/** An answer that is no success, as it came. */
export interface Refusal {
  code: number;
  /** The parsed body, or undefined when it is no JSON. */
  body: unknown;
}

/** Who refused: the cluster, the portal before it, or something between that speaks neither language. */
export function whoRefused({ body }: Refusal): 'cluster' | 'portal' | 'other' {
  if (statusSchema.safeParse(body).success) {
    return 'cluster';
  }
  return portalErrorSchema.safeParse(body).success ? 'portal' : 'other';
}

const SOCKET_ERROR =
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)\b/;

/** The system's own word for what went wrong. The rest of such a text may hold addresses and more, so it stays behind. */
function causeOf(text: string): string | undefined {
  return (
    SOCKET_ERROR.exec(text)?.[0] ??
    (/certificate|\bTLS\b|\bSSL\b/i.test(text)
      ? 'its certificate is not trusted here: set caData'
      : undefined)
  );
}

export function describeNetworkError(
  error: unknown,
  { cluster }: Question,
): Failure {
  const texts = [error, (error as { cause?: unknown })?.cause].map(e =>
    e instanceof Error ? `${e.message} ${(e as { code?: string }).code}` : '',
  );
  const cause = causeOf(texts.join(' '));
  return {
    status: 'unreachable',
    message: `The way to cluster '${cluster}' broke off${
      cause ? ` (${cause})` : ''
    }: look at the portal's Kubernetes plugin and at the network between.`,
  };
}

function describePortalError(
  body: unknown,
  code: number,
  { cluster }: Question,
): Failure {
  if (code === 401 || code === 403) {
    return {
      status: 'unauthorised',
      message:
        "The portal's Kubernetes plugin refuses this plugin's own token: see that both run in one portal, or share its keys (backend.auth), and that no policy refuses services.",
    };
  }
  if (code === 404) {
    return {
      status: 'unreachable',
      message: `The portal knows no cluster '${cluster}': add it to kubernetes.clusterLocatorMethods, or correct the name where it is declared.`,
    };
  }
  const cause = causeOf(
    portalErrorSchema.safeParse(body).data?.error.message ?? '',
  );
  return {
    status: 'unreachable',
    message: `The portal can't reach cluster '${cluster}'${
      cause ? ` (${cause})` : ''
    }: check its url in kubernetes.clusterLocatorMethods and the network between; the portal's log says more.`,
  };
}

/** Says what a refusal means and what to do. */
export function describeRefusal(refusal: Refusal, question: Question): Failure {
  const { cluster, what } = question;
  const { code, body } = refusal;
  const who = whoRefused(refusal);
  if (who === 'portal' && code !== 429) {
    return describePortalError(body, code, question);
  }
  if (code === 401) {
    return {
      status: 'unauthorised',
      message: `Cluster '${cluster}' does not accept the portal's credentials: renew them in kubernetes.clusterLocatorMethods.`,
    };
  }
  if (code === 403) {
    return {
      status: 'unauthorised',
      message: `Cluster '${cluster}' does not let the portal read ${what}: grant get and list on them to its account.`,
    };
  }
  // Only what a definition adds has a group in its name
  if (code === 404 && what.includes('.')) {
    return {
      status: 'malformed',
      message: `Cluster '${cluster}' does not serve ${what}: see that whatever defines them is installed there, in a version that is supported, and that its url leads to a Kubernetes API.`,
    };
  }
  if (code === 404) {
    return {
      status: 'malformed',
      message: `Cluster '${cluster}' does not serve ${what}: see that its url leads to a Kubernetes API and that its version is supported.`,
    };
  }
  if (code === 429) {
    return {
      status: 'unreachable',
      message: `Cluster '${cluster}' has too much to do and asks to come back later: give the portal's account a flow schema of its own if this stays.`,
    };
  }
  if (code >= 500) {
    return {
      status: 'unreachable',
      message: `Cluster '${cluster}' answered ${code}: look at its API server.`,
    };
  }
  return {
    status: 'malformed',
    message: `Cluster '${cluster}' answered ${code} when asked for ${what}: see that its url leads to a Kubernetes API, and that the label selector is valid.`,
  };
}
