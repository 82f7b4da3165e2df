import { Navigate, Route, Routes } from 'react-router-dom';
import { eventsRouteRef, releaseRouteRef } from '../../routes';
import { EventsPage } from './EventsPage';
import { ReleasePage } from './ReleasePage';

/** The pages of the plugin that belong to no entity. */
export function OdooPages() {
  return (
    <Routes>
      <Route path={releaseRouteRef.path} element={<ReleasePage />} />
      <Route path={eventsRouteRef.path} element={<EventsPage />} />
      <Route
        path="*"
        element={<Navigate to={eventsRouteRef.path.slice(1)} replace />}
      />
    </Routes>
  );
}
