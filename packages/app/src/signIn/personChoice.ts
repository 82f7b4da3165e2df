const SECRET_PARAMETER = 'persona-secret';
const SECRET_KEY = 'odoo-fleet.persona-secret';
const PERSON_KEY = 'odoo-fleet.person';

/**
 * Moves the secret of this start from the address to this tab's session storage and cleans the address, so that it is
 * neither bookmarked nor shared nor seen over a shoulder.
 */
export function takeSecretFromAddress(): void {
  const address = new URL(window.location.href);
  const secret = address.searchParams.get(SECRET_PARAMETER);
  if (secret === null) {
    return;
  }
  if (secret) {
    sessionStorage.setItem(SECRET_KEY, secret);
  }
  address.searchParams.delete(SECRET_PARAMETER);
  window.history.replaceState(
    window.history.state,
    '',
    address.pathname + address.search + address.hash,
  );
}

/** The secret of this start, when the tab has it. */
export function readSecret(): string | undefined {
  return sessionStorage.getItem(SECRET_KEY) ?? undefined;
}

/** Reference of the person that this tab works as. */
export function readPerson(): string | undefined {
  return sessionStorage.getItem(PERSON_KEY) ?? undefined;
}

/** Keeps the choice for this tab, over reloads. */
export function keepPerson(ref: string): void {
  sessionStorage.setItem(PERSON_KEY, ref);
}

/** Forgets the choice; the secret stays, so that somebody else can be chosen. */
export function forgetPerson(): void {
  sessionStorage.removeItem(PERSON_KEY);
}
