import { calendarOperations } from '@odoo-fleet/backstage-plugin-odoo-common';
import type { OperationRouter } from '../platform/http';
import type { CalendarService } from './CalendarService';

/** Mounts the operations about calendars. */
export function mountCalendarRoutes(
  http: OperationRouter,
  calendar: CalendarService,
): void {
  http.handle(
    calendarOperations.getCalendar,
    { verb: 'releases.read' },
    async ({ query, credentials }) => ({
      body: await calendar.getCalendar(query, credentials),
    }),
  );
}
