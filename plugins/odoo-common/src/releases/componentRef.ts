import { z } from 'zod';

/**
 * Entity reference of a platform component, as the catalog writes it: `resource:default/pg-shared-eu`.
 *
 * @public
 */
export const componentRefSchema = z
  .string()
  .max(300)
  .transform(ref => ref.toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^(resource|component|system):[a-z0-9._-]+\/[a-z0-9._-]+$/,
        'write the entity reference of a platform component, e.g. resource:default/pg-shared-eu',
      ),
  );
