import type { ChangedEnvironmentStore } from './ChangedEnvironmentStore';

export interface FollowUpOptions {
  changed: ChangedEnvironmentStore;
  /** Does what follows from changed environments; doing it twice must do no harm. */
  onChange(environmentRefs: string[]): Promise<void>;
}

/**
 * Sees to it that whatever follows from a changed environment is done, also when a process ended between the change and that:
 * the change is noted with itself, and the note goes only afterwards.
 */
export class FollowUp {
  readonly #options: FollowUpOptions;

  constructor(options: FollowUpOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { changed, onChange } = this.#options;
    const noted = await changed.list();
    if (noted.length > 0) {
      await onChange(
        [...new Set(noted.map(note => note.environmentRef))].sort(),
      );
      await changed.remove(noted.map(({ seq }) => seq));
    }
  }
}
