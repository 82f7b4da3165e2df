import { maintenanceOf } from './maintenance';

const redis = (annotations?: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'shared-redis', ...(annotations && { annotations }) },
});

it('gives the reason in one line', () => {
  expect(
    maintenanceOf(
      redis({ 'odoofleet.io/maintenance': 'Moves to Redis 7.4\n(CHG-2207)' }),
    ),
  ).toBe('Moves to Redis 7.4 (CHG-2207)');
  expect(
    maintenanceOf(redis({ 'odoofleet.io/maintenance': 'x'.repeat(1000) })),
  ).toHaveLength(200);
});

it('gives nothing when there is no maintenance, or no reason', () => {
  expect(maintenanceOf(redis())).toBeUndefined();
  expect(maintenanceOf(redis({ 'example.org/x': 'y' }))).toBeUndefined();
  expect(
    maintenanceOf(redis({ 'odoofleet.io/maintenance': ' \u200b ' })),
  ).toBeUndefined();
});
