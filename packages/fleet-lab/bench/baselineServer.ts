/* The yardstick: Express and one insert, nothing else. */
import express from 'express';
import { answerQuestions } from './answerQuestions';
import { createBareHandler } from './bareHandler';

async function serve(): Promise<void> {
  answerQuestions();
  const bare = await createBareHandler(process.env.BENCH_POSTGRES_URL);
  const app = express();
  app.use(express.json({ type: () => true, limit: '1mb' }));
  app.post('/events', bare.handle);
  const server = app.listen(Number(process.env.BENCH_PORT), '127.0.0.1');
  process.once('SIGTERM', () => {
    server.close();
    bare.close().finally(() => process.exit(0));
  });
}

serve();
