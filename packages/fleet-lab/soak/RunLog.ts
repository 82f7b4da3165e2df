import type { PostgresServer } from './PostgresServer';

/** One thing that the database saw of a scheduled task. */
export interface RunEntry {
  task: string;
  /** `claimed` and `released` by the scheduler's own table; `worked` when the task's work was written. */
  what: 'claimed' | 'released' | 'worked';
  /** Which process: the name of its connection. */
  who: string;
  /** Epoch seconds, by the database's clock. */
  at: number;
}

const SCHEDULER = 'backstage_backend_tasks__tasks';

/**
 * Counts the runs of the plugin's tasks where no process can embellish them: triggers in the database note each claim, each
 * release and each piece of work.
 */
export class RunLog {
  readonly #server: PostgresServer;

  static async begin(server: PostgresServer): Promise<RunLog> {
    await server.query(
      'odoo',
      `CREATE TABLE run_log (id bigserial PRIMARY KEY, task text, what text,
         who text DEFAULT current_setting('application_name'), at timestamptz DEFAULT clock_timestamp());
       CREATE FUNCTION log_claim() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF OLD.current_run_ticket IS NULL AND NEW.current_run_ticket IS NOT NULL THEN
           INSERT INTO run_log (task, what) VALUES (NEW.id, 'claimed');
         ELSIF OLD.current_run_ticket IS NOT NULL AND NEW.current_run_ticket IS NULL THEN
           INSERT INTO run_log (task, what) VALUES (NEW.id, 'released');
         END IF;
         RETURN NEW;
       END $$;
       CREATE TRIGGER log_claim AFTER UPDATE ON ${SCHEDULER} FOR EACH ROW EXECUTE FUNCTION log_claim();
       CREATE FUNCTION log_work() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         INSERT INTO run_log (task, what) VALUES (NEW.task_id, 'worked');
         RETURN NEW;
       END $$;
       CREATE TRIGGER log_work AFTER INSERT OR UPDATE ON task_successes FOR EACH ROW EXECUTE FUNCTION log_work();`,
    );
    return new RunLog(server);
  }

  private constructor(server: PostgresServer) {
    this.#server = server;
  }

  /** Everything since the beginning, in order. */
  async entries(task?: string): Promise<RunEntry[]> {
    const rows = await this.#server.query<RunEntry>(
      'odoo',
      `SELECT task, what, who, extract(epoch FROM at)::float AS at FROM run_log
       WHERE task = $1 OR $1 IS NULL ORDER BY id`,
      [task ?? null],
    );
    return rows;
  }

  /** Who runs the task at this moment. */
  async holder(task: string): Promise<string | undefined> {
    const last = (await this.entries(task))
      .filter(({ what }) => what !== 'worked')
      .at(-1);
    return last?.what === 'claimed' ? last.who : undefined;
  }

  /** Name and frequency in seconds of every task that replicas share. */
  async tasks(): Promise<{ task: string; seconds: number }[]> {
    return this.#server.query(
      'odoo',
      `SELECT id AS task, extract(epoch FROM (settings_json::json->>'cadence')::interval)::float AS seconds
       FROM ${SCHEDULER} ORDER BY 1`,
    );
  }
}
