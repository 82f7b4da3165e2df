import { render, screen } from '@testing-library/react';
import App from './App';

describe('App', () => {
  it('mounts and asks who to sign in as', async () => {
    process.env = {
      NODE_ENV: 'test',
      // The shape in which the build hands config to the app, untyped there as well
      APP_CONFIG: [
        {
          context: 'test',
          data: {
            app: { title: 'Odoo Fleet', baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost' },
            auth: { providers: { people: { users: [] } } },
          },
        },
      ] as unknown as string,
    };
    render(App.createRoot());
    expect(
      await screen.findByText(/Open the address that .\/portal start printed/),
    ).toBeInTheDocument();
  });
});
