import { risky } from '../releases/__fixtures__/fleet';
import { instantsInZone } from './instantsInZone';

describe('instantsInZone', () => {
  it.each([
    [
      'Frozen from 2026-11-25 23:30 UTC to 2026-12-02 00:00 UTC: «Black Friday».',
      'Frozen from 26 Nov 2026, 00:30 Europe/Paris to 2 Dec 2026, 01:00 Europe/Paris: «Black Friday».',
    ],
    ['Of 2026-11-25 alone.', 'Of 2026-11-25 alone.'],
    ['At 2026-13-45 99:00 UTC.', 'At 2026-13-45 99:00 UTC.'],
  ])('reads «%s» in the business zone', (text, shown) => {
    expect(instantsInZone(text, 'Europe/Paris')).toBe(shown);
    expect(instantsInZone(text, 'UTC')).toBe(text);
  });

  it('finds what verdicts write', () => {
    const { message } = risky.verdict.reasons.find(
      ({ id }) => id === 'freeze',
    )!;
    expect(message).toContain(' UTC');
    const shown = instantsInZone(message, 'Europe/Paris');
    expect(shown).not.toContain('UTC');
    expect(shown).toContain('Europe/Paris');
  });
});
