import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  foldIncidents,
  foldPlatformReleases,
  platformWorkTimes,
  type Incident,
  type PlatformRelease,
  type PlatformWorkTimes,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type { ComponentStore } from '../catalog';
import type { Clock } from '../platform/clock';
import type { EventListStore } from './EventListStore';
import type { ReleaseAccess } from './ReleaseAccess';

/** Most incidents of one answer. */
const MAX_INCIDENTS = 200;

/** Most events of one component that its maintenance is folded from. */
const MAX_EVENTS = 200;

/** Most pieces of work of one answer. */
const MAX_RELEASES = 100;

export interface PlatformFactsOptions {
  access: Pick<ReleaseAccess, 'readableEnvironments'>;
  components: ComponentStore;
  lists: Pick<EventListStore, 'listByComponent' | 'listOpenIncidents'>;
  clock: Clock;
}

/** Says what happens to environments and to what they stand on, each as whoever asks. */
export class PlatformFactsService {
  readonly #options: PlatformFactsOptions;

  constructor(options: PlatformFactsOptions) {
    this.#options = options;
  }

  /** Open incidents of the environments that the caller may see, and of the platform components under these, newest first. */
  async listIncidents(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<{ items: Incident[]; more: boolean }> {
    const { lists } = this.#options;
    const { environmentRefs, components } = await this.#under(
      entityRef,
      credentials,
    );
    const opened = await lists.listOpenIncidents(
      { environmentRefs, componentRefs: [...components.keys()] },
      MAX_INCIDENTS + 1,
    );
    return {
      items: foldIncidents(opened.slice(0, MAX_INCIDENTS)),
      more: opened.length > MAX_INCIDENTS,
    };
  }

  /** Releases of scope `platform` on what the environments stand on that the caller may see, the one heard of last first. */
  async listPlatformReleases(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<{
    items: (PlatformRelease & { environmentRefs: string[] })[];
    more: boolean;
  }> {
    const { components } = await this.#under(entityRef, credentials);
    const releases = await this.#releasesOn([...components.keys()]);
    return {
      items: releases.slice(0, MAX_RELEASES).map(release => ({
        ...release,
        environmentRefs: components.get(release.componentRef) ?? [],
      })),
      more: releases.length > MAX_RELEASES,
    };
  }

  /**
   * When each of these environments has work below it. The caller has looked whether they may be seen; whatever stands on a
   * component may know of the work on it.
   */
  async workUnder(
    environmentRefs: readonly string[],
  ): Promise<ReadonlyMap<string, PlatformWorkTimes>> {
    const { components, clock } = this.#options;
    const under = await components.getComponents(environmentRefs);
    const releases = await this.#releasesOn([
      ...new Set([...under.values()].flat()),
    ]);
    const now = clock.now();
    return new Map(
      [...under].map(([environmentRef, refs]) => [
        environmentRef,
        platformWorkTimes(
          releases.filter(({ componentRef }) => refs.includes(componentRef)),
          now,
        ),
      ]),
    );
  }

  /** Releases of scope `platform` on these components, the one heard of last first. */
  async #releasesOn(componentRefs: readonly string[]) {
    return foldPlatformReleases(
      await this.#options.lists.listByComponent(
        componentRefs,
        ['maintenance-planned', 'maintenance-started', 'maintenance-finished'],
        MAX_EVENTS,
      ),
    );
  }

  /** The environments that the caller may see, and on which components which of them stand: of no others a word. */
  async #under(entityRef: string, credentials: BackstageCredentials) {
    const { access, components } = this.#options;
    const environmentRefs = await access.readableEnvironments(
      entityRef,
      credentials,
    );
    const standing = new Map<string, string[]>();
    for (const [environmentRef, refs] of await components.getComponents(
      environmentRefs,
    )) {
      for (const ref of refs) {
        standing.set(ref, [...(standing.get(ref) ?? []), environmentRef]);
      }
    }
    standing.forEach(refs => refs.sort());
    return { environmentRefs, components: standing };
  }
}
