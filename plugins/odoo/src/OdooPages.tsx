import { Navigate, Route, Routes } from 'react-router-dom';
import { FindingsPage } from './catalog/FindingsPage';
import { EventsPage } from './releases/page/EventsPage';
import { ReleasePage } from './releases/page/ReleasePage';
import { eventsRouteRef, findingsRouteRef, releaseRouteRef } from './routes';

/** The pages of the plugin that belong to no entity. */
export function OdooPages() {
  return (
    <Routes>
      <Route path={releaseRouteRef.path} element={<ReleasePage />} />
      <Route path={findingsRouteRef.path} element={<FindingsPage />} />
      <Route path={eventsRouteRef.path} element={<EventsPage />} />
      <Route
        path="*"
        element={<Navigate to={findingsRouteRef.path.slice(1)} replace />}
      />
    </Routes>
  );
}
