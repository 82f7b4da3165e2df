import { TestApiProvider } from '@backstage/test-utils';
import { renderHook, waitFor } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { odooApiRef } from '../api';
import { fleetApi } from '../releases/__fixtures__/fleet';
import { workloads } from './__fixtures__/facts';
import { useWorkloads } from './useCatalogFacts';

it('follows the cursors to the end', async () => {
  const asked: (string | undefined)[] = [];
  const api = fleetApi(undefined, {
    listWorkloads: async query => {
      const cursor = query?.cursor;
      asked.push(cursor);
      const place = Number(cursor ?? 0);
      return {
        items: [workloads[place]],
        ...(place + 1 < workloads.length && { nextCursor: String(place + 1) }),
      };
    },
  });
  const { result } = renderHook(() => useWorkloads('odootenant:default/acme'), {
    wrapper: ({ children }: PropsWithChildren<{}>) => (
      <TestApiProvider apis={[[odooApiRef, api]]}>{children}</TestApiProvider>
    ),
  });
  await waitFor(() => expect(result.current.data).toEqual(workloads));
  expect(asked).toEqual([undefined, '1', '2', '3']);
});
