import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { type OdooApi, odooApiRef } from '../../api';
import { useLiveData } from '../../live';
import { decisions, override } from '../__fixtures__/decisions';
import { fleetApi, risky } from '../__fixtures__/fleet';
import { DecisionButtons } from './DecisionButtons';
import { GateLogPanel } from './GateLogPanel';
import { PersonDecisionsPanel } from './PersonDecisionsPanel';

const judged = {
  ...risky,
  verdict: {
    ...risky.verdict,
    holds: [
      {
        id: 'freeze',
        status: 'critical' as const,
        message: 'Trading is frozen.',
        evidence: [],
        effect: 'hold' as const,
        liftableBy: ['override' as const],
      },
      {
        id: 'separation-of-duties',
        status: 'critical' as const,
        message: 'The author approved alone.',
        evidence: [],
        effect: 'hold' as const,
        liftableBy: [],
      },
    ],
  },
};

function Decisions(props: { answer?: typeof decisions }) {
  const live = useLiveData('r-risky', 0, async () => props.answer ?? decisions);
  return (
    <>
      {live.data && (
        <DecisionButtons
          judged={judged}
          decisions={live.data}
          onDecided={live.retry}
        />
      )}
      <PersonDecisionsPanel
        decisions={live}
        fileName="decisions"
        onRevoked={live.retry}
      />
      <GateLogPanel
        environmentRef="odooenvironment:default/acme-production"
        tick={0}
        fileName="gate-log"
      />
    </>
  );
}

function render(
  overrides: Partial<OdooApi> = {},
  answer?: typeof decisions,
): void {
  renderInTestApp(
    <TestApiProvider apis={[[odooApiRef, fleetApi(risky, overrides)]]}>
      <Decisions answer={answer} />
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
}

const refuse = async () => {
  throw Object.assign(
    new Error('You wrote this release; somebody else has to decide about it'),
    { statusCode: 403 },
  );
};

describe('what people decide', () => {
  it('offers what one may, and says of the rest why not', async () => {
    render();
    expect(
      await screen.findByRole('button', { name: 'Override' }),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Sign off' })).toBeNull();
    await userEvent.click(screen.getByText('Why not you: Sign off'));
    expect(
      screen.getByText(/Signing off takes odoo.release.sign-off/),
    ).toBeVisible();
  });

  it('says what an override lifts and what it can’t, and sends reason, digest and time', async () => {
    const overrideRelease = jest.fn(async () => override);
    render({ overrideRelease });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Override' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const lifts = dialog.getByText('This lifts:').parentElement!;
    expect(lifts).toHaveTextContent('Trading is frozen.');
    expect(lifts).not.toHaveTextContent('The author approved alone.');
    expect(
      dialog.getByText('This can’t lift:').parentElement,
    ).toHaveTextContent('The author approved alone.');
    const send = dialog.getByRole('button', { name: 'Override' });
    expect(send).toBeDisabled();
    await userEvent.type(
      dialog.getByRole('textbox', { name: /Reason/ }),
      'The tills are down',
    );
    await userEvent.click(dialog.getByRole('radio', { name: '4 hours' }));
    await userEvent.click(send);
    expect(overrideRelease).toHaveBeenCalledWith('r-risky', {
      digest: risky.release.digest,
      reason: 'The tills are down',
      validMinutes: 240,
    });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('tells the wrong person why, and keeps what was written', async () => {
    render({ overrideRelease: refuse });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Override' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const reason = dialog.getByRole('textbox', { name: /Reason/ });
    await userEvent.type(reason, 'My own release is urgent');
    await userEvent.click(dialog.getByRole('button', { name: 'Override' }));
    expect(
      await dialog.findByText(/somebody else has to decide about it/),
    ).toBeVisible();
    expect(reason).toHaveValue('My own release is urgent');
  });

  it('asks for a sign-off with a note', async () => {
    const askForSignOff = jest.fn(async () => decisions.signOffRequests[0]);
    render({ askForSignOff });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Ask for sign-off' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'Before Friday, please');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Ask for sign-off' }),
    );
    expect(askForSignOff).toHaveBeenCalledWith('r-risky', {
      note: 'Before Friday, please',
    });
  });

  it('keeps what was revoked, and revokes only what counts, after asking once', async () => {
    const revokeReleaseDecision = jest.fn(async () => override);
    render({ revokeReleaseDecision });
    const panel = within(
      await screen.findByRole('region', { name: 'Decisions of people' }),
    );
    expect(await panel.findByText(/no longer counts/)).toBeVisible();
    expect(panel.getByText(/The head of stores asked for it/)).toBeVisible();
    await userEvent.click(panel.getByRole('button', { name: 'Revoke' }));
    expect(revokeReleaseDecision).not.toHaveBeenCalled();
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Revoke' }));
    expect(revokeReleaseDecision).toHaveBeenCalledWith('r-risky', override.id);
  });

  it('tells a dry run from a gate that stopped the pipeline', async () => {
    render();
    const panel = within(
      await screen.findByRole('region', { name: 'Gate log' }),
    );
    expect(await panel.findByText('was stopped')).toBeVisible();
    expect(panel.getByText(/^dry run/)).toBeVisible();
  });

  it('says that nobody decided anything', async () => {
    render(
      {},
      {
        ...decisions,
        items: [],
        signOffRequests: [],
      },
    );
    expect(await screen.findByText(/^Nobody overrode the gate/)).toBeVisible();
  });

  it('keeps nobody out', async () => {
    render();
    await screen.findByText('was stopped');
    await userEvent.click(screen.getByRole('button', { name: 'Override' }));
    await screen.findByRole('dialog');
    // The live announcer keeps what earlier tests announced, when its words are gone
    const page = {
      include: ['body'],
      exclude: ['[data-live-announcer]'],
    };
    const { violations } = await axe.run(page, {
      rules: {
        'color-contrast': { enabled: false },
        region: { enabled: false },
        // The test app has no heading of its own
        'page-has-heading-one': { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  });
});
