/** A change that something has yet to follow. */
export interface ChangedEnvironment {
  seq: number;
  environmentRef: string;
}

/** Environments that changed and that nobody has done with yet. They are noted in the transactions that change them. */
export interface ChangedEnvironmentStore {
  list(): Promise<ChangedEnvironment[]>;

  /** These notes alone: what was noted since stays, also of the same environments. */
  remove(seqs: readonly number[]): Promise<void>;
}
