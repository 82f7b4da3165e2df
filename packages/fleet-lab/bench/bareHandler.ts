import type { RequestHandler } from 'express';
import { Pool } from 'pg';

/** The least that a handler can do that takes a JSON event and answers after PostgreSQL has committed it. */
export interface BareHandler {
  handle: RequestHandler;
  close(): Promise<void>;
}

/** Makes the table and gives the handler. The JSON is expected to be read already. */
export async function createBareHandler(
  connectionString: string | undefined,
): Promise<BareHandler> {
  const pool = new Pool({ connectionString, max: 10 });
  await pool.query('drop table if exists bench_events');
  await pool.query(
    'create table bench_events (source text not null, id text not null, type text not null, at timestamptz not null, body jsonb not null, primary key (source, id))',
  );
  return {
    handle(req, res, next) {
      const { source, id, type, time } = req.body;
      pool
        .query('insert into bench_events values ($1, $2, $3, $4, $5)', [
          source,
          id,
          type,
          time,
          JSON.stringify(req.body),
        ])
        .then(() => res.status(200).json({ id }), next);
    },
    close: () => pool.end(),
  };
}
