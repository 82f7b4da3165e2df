/* The yardstick: the least that a handler can do that takes a JSON event and answers after PostgreSQL has committed it. */
import express from 'express';
import { Pool } from 'pg';

async function serve(): Promise<void> {
  const pool = new Pool({
    connectionString: process.env.BENCH_POSTGRES_URL,
    max: 10,
  });
  await pool.query('drop table if exists bench_events');
  await pool.query(
    'create table bench_events (source text not null, id text not null, type text not null, at timestamptz not null, body jsonb not null, primary key (source, id))',
  );
  const app = express();
  app.use(express.json({ type: () => true, limit: '1mb' }));
  app.post('/events', (req, res, next) => {
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
  });
  const server = app.listen(Number(process.env.BENCH_PORT), '127.0.0.1');
  process.once('SIGTERM', () => {
    server.close();
    pool.end().finally(() => process.exit(0));
  });
}

serve();
