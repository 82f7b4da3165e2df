import type { BindingStore, RecoveryStore } from '../catalog';
import { declaredSources, type ConfiguredSource } from './declaredSources';

/** Environments looked through at a time. */
const PAGE = 500;

/** Where it is looked up what environments declare, and what of that is theirs. */
export interface DeclaredBindings {
  recovery: Pick<RecoveryStore, 'listRecovery'>;
  bindings: Pick<BindingStore, 'getStandings'>;
  /** Every configured source, since what covers what depends on all of them. */
  configured: readonly ConfiguredSource[];
}

/** Something of a source that an environment has a confirmed claim to. */
export interface ConfirmedTarget {
  environmentRef: string;
  /** What the source calls it. */
  id: string;
}

/** Names a claim of an environment. */
export function claimKey(
  environmentRef: string,
  { kind, scope, id }: { kind: string; scope: string; id: string },
): string {
  return JSON.stringify([environmentRef, kind, scope, id]);
}

/** Whether a source tells of more than entries of `spec.backupSources` name. */
export function coversAnything({
  covers,
  repository,
}: ConfiguredSource): boolean {
  return (
    repository !== undefined ||
    Object.values(covers).some(patterns => patterns.length > 0)
  );
}

/** What a confirmed binding of this moment leads to in a source, whatever kind of binding it takes, through the whole fleet. */
export async function confirmedTargetsOf(
  { recovery, bindings, configured }: DeclaredBindings,
  source: string,
  now: number,
  signal?: AbortSignal,
): Promise<ConfirmedTarget[]> {
  const targets: ConfirmedTarget[] = [];
  let after: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const page = await recovery.listRecovery(after, PAGE);
    const wanted = page.flatMap(environment =>
      declaredSources(environment, configured)
        .filter(item => item.source === source)
        .map(item => ({ environmentRef: environment.environmentRef, item })),
    );
    const confirmed = new Set(
      (
        await bindings.getStandings(
          [...new Set(wanted.map(({ item }) => item.claim.kind))],
          wanted.map(({ environmentRef }) => environmentRef),
          now,
        )
      )
        .filter(({ state }) => state === 'confirmed')
        .map(claim => claimKey(claim.environmentRef, claim)),
    );
    for (const { environmentRef, item } of wanted) {
      if (confirmed.has(claimKey(environmentRef, item.claim))) {
        targets.push({ environmentRef, id: item.id });
      }
    }
    after = page.at(-1)?.environmentRef;
    if (page.length < PAGE) {
      return targets;
    }
  }
}
