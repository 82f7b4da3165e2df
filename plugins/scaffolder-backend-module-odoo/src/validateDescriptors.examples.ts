import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Validate every descriptor that the template has written',
    example: stringify({
      steps: [
        {
          id: 'validate',
          name: 'Validate the descriptors',
          action: 'odoo:descriptor:validate',
          input: { paths: ['tenants/**/*.yaml'] },
        },
      ],
    }),
  },
  {
    description: 'Validate one tenant and one of its environments',
    example: stringify({
      steps: [
        {
          id: 'validate',
          name: 'Validate the descriptors',
          action: 'odoo:descriptor:validate',
          input: {
            paths: [
              'tenants/acme/tenant.yaml',
              'tenants/acme/acme-staging.yaml',
            ],
          },
        },
      ],
    }),
  },
];
