import { useRouteRef } from '@backstage/core-plugin-api';
import { releaseRouteRef } from '../routes';

/** The page of a release where the app mounts it, else nothing. A legacy app may have the tab alone. */
function useReleaseRoute() {
  try {
    return useRouteRef(releaseRouteRef);
  } catch {
    return undefined;
  }
}

/** Address of a release: its page, or, where the app has no such page, this page with the release chosen. */
export function useReleaseLink(): (releaseId: string) => string {
  const route = useReleaseRoute();
  return releaseId =>
    route?.({ releaseId: encodeURIComponent(releaseId) }) ??
    `?release=${encodeURIComponent(releaseId)}`;
}
