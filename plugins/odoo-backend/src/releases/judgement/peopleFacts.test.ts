import type { Release } from '@odoo-fleet/backstage-plugin-odoo-common';
import { peopleNamed, peopleOf } from './peopleFacts';

const of = (value: unknown) => ({
  value,
  source: 'https://ci.example.org',
  eventId: '1',
  occurredAt: '2026-11-20T09:00:00.000Z',
});

const releaseOf = (
  approvers: string[],
  approvals: [responder: string, decision: string, minute: number][],
) =>
  ({
    facts: {
      approvers: of(approvers),
      approvals: of(
        approvals.map(([responder, decision, minute]) => ({
          responder,
          decision,
          at: new Date(Date.UTC(2026, 10, 20, 9, minute)).toISOString(),
        })),
      ),
    },
  } as unknown as Release);

const users = new Map([
  ['kim', 'user:default/kim'],
  ['kim@acme.example', 'user:default/kim'],
  ['sam', 'user:default/sam'],
]);

describe('the people of a release', () => {
  it('has nobody approve who rejected under another name', () => {
    const release = releaseOf(
      ['kim@acme.example', 'sam'],
      [['kim', 'rejected', 5]],
    );
    expect(peopleNamed(release)).toContain('kim');
    expect(peopleOf(release, users).approvers).toEqual(['user:default/sam']);
  });

  it.each([
    [1, 2, []],
    [2, 1, ['user:default/kim']],
    [1, 1, []],
  ])(
    'goes by the last of two names of one person: approved at %d, rejected at %d',
    (approved, rejected, approvers) => {
      const release = releaseOf(
        ['kim@acme.example'],
        [
          ['kim', 'rejected', rejected],
          ['kim@acme.example', 'approved', approved],
        ],
      );
      expect(peopleOf(release, users).approvers).toEqual(approvers);
    },
  );
});
