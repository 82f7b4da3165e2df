import { formatSeconds } from './formatSeconds';

describe('formatSeconds', () => {
  it.each([
    [0, '0 secs'],
    [0.6, '1 sec'],
    [48, '48 secs'],
    [372, '6 mins, 12 secs'],
    [360, '6 mins'],
    [7500, '2 hrs, 5 mins'],
    [3 * 86_400 + 4 * 3600 + 59, '3 days, 4 hrs'],
  ])('writes %d seconds as «%s»', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});
