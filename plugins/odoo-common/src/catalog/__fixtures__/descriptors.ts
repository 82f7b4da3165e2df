/** A tenant and an environment that use every field; plain data, as a YAML file gives it. */
export const fullTenant = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooTenant',
  metadata: {
    name: 'acme-retail',
    title: 'Acme Retail',
    description: 'Shops of Acme.',
    labels: { 'example.org/region': 'eu' },
    annotations: { 'example.org/note': 'anything' },
    tags: ['odoo', 'fashion'],
    links: [{ url: 'https://acme.example', title: 'Shop' }],
  },
  spec: {
    owner: 'group:default/acme-team',
    criticality: 'mission-critical',
    timeZone: 'Europe/Paris',
    regions: ['FR', 'BE'],
    calendars: [
      { name: 'platform', source: 'retail-freezes' },
      { name: 'shared', url: 'https://calendar.acme.example/freezes.ics' },
      { name: 'filed', file: 'calendars/freezes.ics' },
      {
        name: 'inline',
        windows: [
          { reason: 'Peak', yearly: { from: '11-20', to: '12-01' } },
          {
            reason: 'Stock count',
            start: '2026-06-28T18:00',
            end: '2026-06-29T06:00',
            domains: ['stock'],
          },
        ],
      },
    ],
    recoveryObjectives: [
      { process: 'store-orders', rpo: 'PT5M', rto: 'PT1H' },
      { process: 'finance', rpo: 'P1DT12H', rto: 'P1W' },
    ],
    compliance: ['GDPR'],
    contacts: [
      {
        role: 'Head of IT',
        name: 'Ada Martin',
        email: 'ada@acme.example',
        phone: '+33 1 00 00 00 00',
      },
    ],
    escalation: [{ contact: 'Ada Martin', after: 'PT15M' }],
  },
};

export const fullEnvironment = {
  apiVersion: 'odoofleet.io/v1alpha1',
  kind: 'OdooEnvironment',
  metadata: { name: 'acme-production', namespace: 'default' },
  spec: {
    tenant: 'odootenant:default/acme-retail',
    owner: 'group:default/acme-team',
    stage: 'production',
    hosting: 'multi-tenant',
    odoo: { series: '18.0', edition: 'enterprise' },
    image: `registry.example:5000/odoo/acme:18.0@sha256:${'a'.repeat(64)}`,
    url: 'https://erp.acme.example',
    kubernetes: {
      cluster: 'shared-eu',
      namespace: 'acme-production',
      labelSelector: 'app.kubernetes.io/instance=acme',
    },
    services: [
      {
        role: 'web',
        workload: 'odoo-http',
        description: 'Tills and back office',
      },
      { role: 'gevent' },
      { role: 'cron', labelSelector: 'app=acme-cron' },
      { role: 'queue' },
      { role: 'connector', component: 'component:default/acme-connector' },
    ],
    database: {
      name: 'acme',
      server: 'resource:default/shared-postgresql',
      postgresVersion: '16',
    },
    redis: {
      server: 'resource:default/shared-redis',
      database: 3,
      user: 'acme',
    },
    objectStorage: {
      bucket: 'odoo-attachments',
      prefix: 'acme/',
      endpoint: 'https://s3.example',
    },
    gitops: {
      repository: 'https://git.example/fleet',
      path: 'tenants/acme/production',
      argocd: { application: 'acme-production', namespace: 'argocd' },
    },
    platformComponents: ['resource:default/shared-eu-cluster'],
    backupSources: [{ source: 'pgbackrest', area: 'postgresql', id: 'acme' }],
    bindings: [
      { source: 'https://ci.example/acme', environmentId: 'production' },
      {
        source: 'https://ci.example/acme',
        environmentId: 'production',
        service: 'web',
      },
    ],
    guardrails: [
      { id: 'http-latency', warn: 1, fail: 2, reason: 'Tills time out' },
    ],
    template: { ref: 'template:default/odoo-environment', version: '1.0.0' },
    runbooks: {
      rollback: 'https://runbooks.example/rollback',
      disasterRecovery: 'https://runbooks.example/recovery',
    },
  },
};
