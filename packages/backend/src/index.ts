import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

// Replicas start one after another, and say that they are ready when they can serve
backend.add(import('./startup'));
backend.add(import('./health'));

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-proxy-backend'));

// Who signs in, and what they may do
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(import('./people'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./policy'));
backend.add(import('@backstage/plugin-user-settings-backend'));

// Catalog
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));

// Templates and documentation
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@backstage/plugin-techdocs-backend'));

// Search: the PostgreSQL engine steps aside by itself on SQLite, then the in-memory engine serves
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('./search'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

// Live objects, events and messages
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@backstage/plugin-events-backend'));
// Lets in what GitHub signed, once there is a secret to check that by
backend.add(import('@backstage/plugin-events-backend-module-github'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));

// Assistants
backend.add(import('@backstage/plugin-mcp-actions-backend'));

// Odoo Fleet
backend.add(import('@odoo-fleet/backstage-plugin-odoo-backend'));
backend.add(import('@odoo-fleet/backstage-plugin-catalog-backend-module-odoo'));
backend.add(
  import('@odoo-fleet/backstage-plugin-scaffolder-backend-module-odoo'),
);

backend.start();
