/** Which environments stand on which platform components, as the descriptors say. */
export interface ComponentStore {
  /** Components of each of these environments, in order; one that names none is left out. */
  getComponents(
    environmentRefs: readonly string[],
  ): Promise<Map<string, string[]>>;

  /** Environments on each of these components, in order; one that nobody stands on is left out. */
  getEnvironmentsOn(
    componentRefs: readonly string[],
  ): Promise<Map<string, string[]>>;
}
