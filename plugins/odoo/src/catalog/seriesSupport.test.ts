import { supportOf } from './seriesSupport';

const table = [{ series: '16.0', until: '2025-10-31' }];

it.each([
  ['the last day, in Tokyo', '2025-10-31T14:59:00Z', 'Asia/Tokyo', 'ok'],
  ['the day after, in Tokyo', '2025-10-31T15:01:00Z', 'Asia/Tokyo', 'warning'],
  ['the same instant, in Paris', '2025-10-31T15:01:00Z', 'Europe/Paris', 'ok'],
])('on %s: %s in %s is %s', (_case, now, zone, status) => {
  expect(supportOf('16.0', table, Date.parse(now), zone)).toMatchObject({
    status,
    date: '31 Oct 2025',
  });
});

it('does not know what the config does not list', () => {
  expect(supportOf('17.0', table, 0, 'UTC')).toEqual({ status: 'unknown' });
});
