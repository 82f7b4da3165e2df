import {
  bindingKey,
  contestKey,
  type BindingClaim,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import { sha256OfJson } from '../platform/sha256';
import { selectIn } from './DatabaseRowsStore';
import type { DeclaredEnvironment } from './EnvironmentStore';

/** Columns of a claim that its descriptor decides. */
export interface ClaimRow {
  environment_ref: string;
  claim_key: string;
  position: number;
  kind: BindingClaim['kind'];
  scope: string;
  claimed_id: string;
  service: string | null;
  location: string | null;
  /** The cluster that has a say in it. */
  cluster: string | null;
  contest_key: string;
}

/**
 * Writes what environments claim. A claim that stays, from the same location, keeps its state; a new one is unconfirmed until it
 * is judged. Gives the contest keys of what came and went.
 */
export async function replaceClaims(
  tx: Knex.Transaction,
  environmentRefs: readonly string[],
  environments: readonly DeclaredEnvironment[],
  now: number,
): Promise<string[]> {
  type StoredRow = ClaimRow & { seq: number | string };
  const stored = new Map<string, StoredRow>();
  const rows = await selectIn<StoredRow>(
    tx,
    'bindings',
    'environment_ref',
    environmentRefs,
  );
  for (const row of rows) {
    stored.set(identity(row), row);
  }
  const added: ClaimRow[] = [];
  const moved: ClaimRow[] = [];
  for (const row of environments.flatMap(claimRows)) {
    const before = stored.get(identity(row));
    stored.delete(identity(row));
    if (!before) {
      added.push(row);
    } else if (before.position !== row.position) {
      moved.push(row);
    }
  }
  const gone = [...stored.values()];
  for (const batch of inBatches(gone.map(({ seq }) => seq))) {
    await tx('bindings').whereIn('seq', batch).delete();
  }
  for (const { environment_ref, claim_key, position } of moved) {
    await tx('bindings')
      .where({ environment_ref, claim_key })
      .update({ position });
  }
  const fresh = added.map(row => ({
    ...row,
    state: 'unconfirmed',
    claimed_twice: 0,
    since: now,
    message: 'Not looked at yet',
  }));
  for (const batch of inBatches(fresh)) {
    await tx('bindings').insert(batch);
  }
  return [...new Set([...gone, ...added].map(row => row.contest_key))];
}

/** Another location makes another claim of it: what confirmed the old one says nothing about the new. */
function identity(row: ClaimRow): string {
  return JSON.stringify([row.environment_ref, row.claim_key, row.location]);
}

function claimRows(environment: DeclaredEnvironment): ClaimRow[] {
  return environment.claims.map((claim, position) => ({
    environment_ref: environment.environmentRef,
    claim_key: sha256OfJson(bindingKey(claim)),
    position,
    kind: claim.kind,
    scope: claim.scope,
    claimed_id: claim.id,
    service: claim.service ?? null,
    location: environment.location ?? null,
    cluster: claim.kind === 'namespace' ? claim.scope : claim.cluster ?? null,
    contest_key: contestKeyHash(claim),
  }));
}

/** {@link contestKey} as the index has it. */
export function contestKeyHash(claim: BindingClaim): string {
  return sha256OfJson(contestKey(claim));
}
