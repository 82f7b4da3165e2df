/** One delivery of the demonstration: a change that went to staging and then, perhaps, to production. */
export interface Delivery {
  tenant: string;
  version: string;
  author: string;
  approvers: string[];
  changedLines: number;
  modules: { name: string; from?: string; to?: string; domain?: string }[];
  migrationClass: string;
  /** Hours before the anchor at which each step happened; absent: it did not. */
  hoursAgo: {
    merged: number;
    staging?: number;
    checkpoint?: number;
    proposed?: number;
    production?: number;
  };
  signed: boolean;
}

/** What the retailers delivered, in words that need no dates. */
export const deliveries: Delivery[] = [
  {
    tenant: 'bellegarde',
    version: '2.13.1',
    author: 'mei.tanaka@odoo-fleet.example',
    approvers: ['tomas.berg@odoo-fleet.example'],
    changedLines: 180,
    modules: [
      {
        name: 'bellegarde_stock',
        from: '18.0.2.1.0',
        to: '18.0.2.1.1',
        domain: 'stock',
      },
    ],
    migrationClass: 'module',
    hoursAgo: {
      merged: 8 * 24,
      staging: 7.5 * 24,
      checkpoint: 6 * 24 + 1,
      proposed: 6 * 24 + 2,
      production: 6 * 24,
    },
    signed: true,
  },
  {
    tenant: 'bellegarde',
    version: '2.14.0',
    author: 'mei.tanaka@odoo-fleet.example',
    approvers: ['tomas.berg@odoo-fleet.example'],
    changedLines: 940,
    modules: [
      {
        name: 'bellegarde_pricing',
        from: '18.0.1.4.0',
        to: '18.0.1.5.0',
        domain: 'pricing',
      },
      {
        name: 'bellegarde_pos',
        from: '18.0.3.0.2',
        to: '18.0.3.1.0',
        domain: 'point-of-sale',
      },
    ],
    migrationClass: 'schema',
    hoursAgo: { merged: 40, staging: 30, checkpoint: 2, proposed: 1 },
    signed: true,
  },
  {
    tenant: 'bora',
    version: '5.2.0',
    author: 'joao.costa@odoo-fleet.example',
    approvers: ['tomas.berg@odoo-fleet.example'],
    changedLines: 60,
    modules: [
      {
        name: 'bora_loyalty',
        from: '17.0.1.0.0',
        to: '17.0.1.0.1',
        domain: 'pricing',
      },
    ],
    migrationClass: 'none',
    hoursAgo: {
      merged: 20 * 24,
      staging: 19 * 24,
      checkpoint: 17 * 24 + 3,
      proposed: 17 * 24 + 4,
      production: 17 * 24,
    },
    signed: true,
  },
  {
    tenant: 'bora',
    version: '6.0.0',
    author: 'joao.costa@odoo-fleet.example',
    // The author approved it: that satisfies nobody.
    approvers: ['joao.costa@odoo-fleet.example'],
    changedLines: 4200,
    modules: [
      {
        name: 'bora_website_sale',
        from: '17.0.2.0.0',
        to: '17.0.3.0.0',
        domain: 'ecommerce',
      },
      {
        name: 'bora_account',
        from: '17.0.1.1.0',
        to: '17.0.2.0.0',
        domain: 'accounting',
      },
      {
        name: 'bora_stock',
        from: '17.0.1.0.4',
        to: '17.0.2.0.0',
        domain: 'stock',
      },
      { name: 'connector_marketplace', to: '17.0.1.0.0', domain: 'connectors' },
    ],
    migrationClass: 'data',
    hoursAgo: { merged: 9, proposed: 0.5 },
    signed: false,
  },
  {
    tenant: 'castor',
    version: '1.8.1',
    author: 'lukas.weber@odoo-fleet.example',
    approvers: ['priya.nair@odoo-fleet.example'],
    changedLines: 310,
    modules: [
      {
        name: 'castor_delivery',
        from: '16.0.1.1.0',
        to: '16.0.1.2.0',
        domain: 'sale',
      },
    ],
    migrationClass: 'module',
    hoursAgo: {
      merged: 33 * 24,
      staging: 32 * 24,
      checkpoint: 30 * 24 + 1,
      proposed: 30 * 24 + 2,
      production: 30 * 24,
    },
    signed: true,
  },
  {
    tenant: 'castor',
    version: '1.8.2',
    author: 'lukas.weber@odoo-fleet.example',
    approvers: ['priya.nair@odoo-fleet.example'],
    changedLines: 35,
    modules: [
      {
        name: 'castor_delivery',
        from: '16.0.1.2.0',
        to: '16.0.1.2.1',
        domain: 'sale',
      },
    ],
    migrationClass: 'none',
    hoursAgo: { merged: 5 * 24, staging: 4 * 24, checkpoint: 3, proposed: 2 },
    signed: true,
  },
  {
    tenant: 'lumen',
    version: '3.1.3',
    author: 'lukas.weber@odoo-fleet.example',
    approvers: ['tomas.berg@odoo-fleet.example'],
    changedLines: 44,
    modules: [
      {
        name: 'lumen_prescription',
        from: '19.0.1.0.0',
        to: '19.0.1.0.1',
        domain: 'sale',
      },
    ],
    migrationClass: 'none',
    hoursAgo: {
      merged: 15 * 24,
      staging: 14 * 24,
      checkpoint: 12 * 24 + 1,
      proposed: 12 * 24 + 2,
      production: 12 * 24,
    },
    signed: true,
  },
  {
    tenant: 'lumen',
    version: '3.1.4',
    author: 'lukas.weber@odoo-fleet.example',
    approvers: [
      'tomas.berg@odoo-fleet.example',
      'priya.nair@odoo-fleet.example',
    ],
    changedLines: 24,
    modules: [
      {
        name: 'lumen_prescription',
        from: '19.0.1.0.1',
        to: '19.0.1.0.2',
        domain: 'sale',
      },
    ],
    migrationClass: 'none',
    hoursAgo: { merged: 4 * 24, staging: 3 * 24, checkpoint: 1.5, proposed: 1 },
    signed: true,
  },
];

/** Tenants of examples/fleet by the short name that begins the names of their environments and images. */
export const tenants: Record<string, string> = {
  bellegarde: 'bellegarde-grocers',
  bora: 'bora-fashion',
  castor: 'castor-diy',
  lumen: 'lumen-pharmacy',
};
