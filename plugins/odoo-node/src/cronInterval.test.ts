import { cronIntervalSeconds } from './cronInterval';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('cronIntervalSeconds', () => {
  it.each([
    ['0 2 * * *', DAY],
    ['*/15 * * * *', 15 * MINUTE],
    // From minute 40 to the full hour is shorter than from 0 to 40
    ['0,40 * * * *', 40 * MINUTE],
    ['0 8-18 * * *', 14 * HOUR],
    ['0 2 * * 0', 7 * DAY],
    ['0 2 * * 7', 7 * DAY],
    ['0 2 * * sun', 7 * DAY],
    ['0 2 * * 1-5', 3 * DAY],
    ['0 2 1 * *', 31 * DAY],
    ['0 2 31 * *', 61 * DAY],
    ['0 2 1 JAN *', 366 * DAY],
    // There is none in 2100
    ['0 2 29 2 *', (8 * 365 + 1) * DAY],
    // Both restricted: either will do
    ['0 2 1 * 1', 7 * DAY],
    ['5/20 * * * *', 20 * MINUTE],
    // CloudNativePG: seconds first
    ['0 0 2 * * *', DAY],
    ['30 */10 * * * *', 10 * MINUTE],
    ['@daily', DAY],
    ['@hourly', HOUR],
    ['@weekly', 7 * DAY],
    ['@every 1h30m', 90 * MINUTE],
    ['CRON_TZ=Europe/Paris 0 2 * * *', DAY],
    ['TZ=Asia/Tokyo @daily', DAY],
    ['  0 2 * * ?  ', DAY],
  ])('reads %s', (schedule, seconds) => {
    expect(cronIntervalSeconds(schedule)).toBe(seconds);
  });

  it.each([
    '',
    'never',
    '0 2 * *',
    '0 0 0 2 * * *',
    '60 2 * * *',
    '0 24 * * *',
    '0 2 0 * *',
    '0 2 31 2 *',
    '*/0 * * * *',
    '1-2-3 * * * *',
    '5- * * * *',
    '5-2 * * * *',
    '-5 * * * *',
    '1/2/3 * * * *',
    '@every',
    '@every soon',
    '@every 0s',
    '@reboot',
    `${'0,'.repeat(200)}0 2 * * *`,
  ])('makes nothing of %s', schedule => {
    expect(cronIntervalSeconds(schedule)).toBeUndefined();
  });
});
