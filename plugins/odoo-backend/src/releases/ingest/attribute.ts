import type { ReleaseEvent } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { DeclaredBinding, ProjectedBinding } from '../../catalog';
import type { Attribution, UnattributedReason } from './ReleaseEventStore';

/** Bindings by the source that they name, so that a batch looks each up once. */
export type BindingsBySource = ReadonlyMap<string, readonly ProjectedBinding[]>;

export function groupBindings(
  bindings: readonly ProjectedBinding[],
): BindingsBySource {
  const groups = new Map<string, ProjectedBinding[]>();
  for (const binding of bindings) {
    const group = groups.get(binding.source);
    if (group) {
      group.push(binding);
    } else {
      groups.set(binding.source, [binding]);
    }
  }
  return groups;
}

/** Environments that a source is bound to. */
export function environmentsOf(
  bindings: BindingsBySource,
  source: string,
): Set<string> {
  return new Set(
    (bindings.get(source) ?? []).map(binding => binding.environmentRef),
  );
}

type Addressed = Pick<
  ReleaseEvent,
  | 'kind'
  | 'source'
  | 'environmentId'
  | 'service'
  | 'componentRef'
  | 'artifact'
  | 'chainId'
>;

/**
 * Whether an event is about an artifact, or the delivery that it comes by, and not about one environment. Of tests CDEvents wants to
 * know where they ran; what they say holds for what was tested, wherever that goes.
 */
export function isOfArtifactScope(event: Addressed): boolean {
  if (event.componentRef !== undefined) {
    return false;
  }
  const isTest =
    event.kind === 'tests-started' || event.kind === 'tests-finished';
  return (
    event.environmentId === undefined ||
    (isTest && (event.chainId !== undefined || event.artifact !== undefined))
  );
}

/**
 * Finds whom an event concerns, by `spec.bindings` alone. First exact match: (1) source, environment id and service, (2) source
 * and environment id of a binding without service. Two environments at one step: neither, since one of them claims what is not
 * its own. An event of artifact scope is taken when anybody is bound to its source.
 * One that names a platform component needs no binding: who may send it is asked instead, since it reaches everybody on it.
 */
export function attribute(
  event: Addressed,
  bindings: BindingsBySource,
): Attribution {
  if (event.kind === 'not-understood') {
    return { status: 'not-understood' };
  }
  if (event.componentRef !== undefined) {
    return { status: 'component', componentRef: event.componentRef };
  }
  const ofSource = bindings.get(event.source) ?? [];
  if (isOfArtifactScope(event)) {
    return ofSource.length > 0
      ? { status: 'artifact' }
      : { status: 'unattributed', reason: 'not-bound' };
  }
  const ofEnvironment = ofSource.filter(
    binding => binding.environmentId === event.environmentId,
  );
  const steps = [
    ofEnvironment.filter(
      binding =>
        binding.service !== undefined && binding.service === event.service,
    ),
    ofEnvironment.filter(binding => binding.service === undefined),
  ];
  for (const step of steps) {
    const refs = new Set(step.map(binding => binding.environmentRef));
    if (refs.size > 1) {
      return { status: 'unattributed', reason: 'bound-twice' };
    }
    for (const environmentRef of refs) {
      return { status: 'environment', environmentRef };
    }
  }
  return { status: 'unattributed', reason: 'not-bound' };
}

/**
 * What a reader can do about it. `declared` are bindings that environments declare to its source, whether they count or not; for
 * those who may not know them, leave them out.
 */
export function explainUnattributed(
  reason: UnattributedReason,
  event: Pick<ReleaseEvent, 'source' | 'environmentId' | 'service'>,
  declared: readonly DeclaredBinding[] = [],
): string {
  if (reason === 'bound-twice') {
    return 'more than one environment has a binding for this source, environment id and service; keep it in one of them';
  }
  if (reason === 'sender-not-permitted') {
    return 'the machine that sent it may not write to the environment that is bound to it; send it with a token that odoo.machines allows there';
  }
  const states = declared
    .filter(
      ({ source, environmentId, service }) =>
        source === event.source &&
        (event.environmentId === undefined ||
          environmentId === event.environmentId) &&
        (service === undefined || service === event.service),
    )
    .map(({ state }) => state);
  if (states.includes('contested')) {
    return 'binding contested: more than one environment is confirmed for this source and environment id, so neither gets it; narrow odoo.claims, or take it out of one descriptor';
  }
  if (states.includes('unconfirmed')) {
    return 'binding not confirmed: an environment declares this source and environment id, but no entry of odoo.claims grants it to the location of its descriptor; add one';
  }
  return event.environmentId === undefined
    ? 'no environment has a confirmed binding for this source; add one to spec.bindings, and to odoo.claims'
    : 'no environment has a confirmed binding for this source and environment id; add one to spec.bindings, and to odoo.claims';
}
