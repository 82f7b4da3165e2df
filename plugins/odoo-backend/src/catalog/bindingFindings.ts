import {
  describeClaim,
  type FindingKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { StoredBinding } from './BindingStore';
import type { FoundProblem } from './FindingStore';

/** Kinds that follow from the states of bindings alone. */
export const BINDING_FINDING_KINDS: readonly FindingKind[] = [
  'claimed-twice',
  'contested-binding',
  'unconfirmed-binding',
];

/**
 * What is wrong with these bindings. A finding stands on whoever made the claim, and says nothing of who else did. The label
 * `namespace` of metrics follows its namespace, so an unconfirmed one is told once.
 */
export function findBindingProblems(
  bindings: readonly StoredBinding[],
): FoundProblem[] {
  return bindings.flatMap(binding => {
    const { environmentRef, state, message, remedy } = binding;
    const follows = binding.kind === 'metrics' && binding.scope === 'namespace';
    const on = {
      entityRef: environmentRef,
      environmentRef,
      subject: describeClaim(binding),
    };
    const found: FoundProblem[] = [];
    if (state === 'contested') {
      found.push({
        ...on,
        kind: 'contested-binding',
        severity: 'critical',
        message,
        remedy: remedy ?? '',
      });
    }
    if (state === 'unconfirmed' && !follows) {
      found.push({
        ...on,
        kind: 'unconfirmed-binding',
        severity: 'warning',
        message,
        remedy: remedy ?? '',
      });
      if (binding.claimedTwice) {
        found.push({
          ...on,
          kind: 'claimed-twice',
          severity: 'critical',
          message: `Another environment claims ${describeClaim(
            binding,
          )} too, and nobody confirms that it is this one’s`,
          remedy:
            'Correct the descriptor if it is not this environment’s; else have it confirmed',
        });
      }
    }
    return found;
  });
}
