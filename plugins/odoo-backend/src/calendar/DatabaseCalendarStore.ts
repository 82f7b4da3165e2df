import type { Knex } from 'knex';
import { inBatches } from '../platform/database';
import {
  readsAtOnce,
  type ReadColumns,
  type Reads,
} from '../platform/DatabaseReadsStore';
import {
  readingKey,
  type CalendarAttempt,
  type CalendarExpansion,
  type CalendarQuestion,
  type CalendarReading,
  type CalendarStore,
  type CalendarText,
} from './CalendarStore';

/** bigint: PostgreSQL gives it as text. */
type Bigint = number | string;

interface ReadingRow {
  calendar_key: string;
  attempted_at: Bigint;
  status: CalendarAttempt['status'];
  message: string | null;
  answered_at: Bigint | null;
}

interface ExpansionRow {
  calendar_key: string;
  time_zone: string;
  starts_at: Bigint;
  complete_until: Bigint;
  windows: string;
  problems: string;
}

/** Without the text, which is large and seldom wanted. */
const readingColumns: ReadColumns<ReadingRow> = {
  calendar_key: 'text',
  attempted_at: 'number',
  status: 'text',
  message: 'text',
  answered_at: 'number',
};

const expansionColumns: ReadColumns<ExpansionRow> = {
  calendar_key: 'text',
  time_zone: 'text',
  starts_at: 'number',
  complete_until: 'number',
  windows: 'text',
  problems: 'text',
};

/** {@inheritDoc CalendarStore} */
export class DatabaseCalendarStore implements CalendarStore {
  readonly #knex: Knex;
  readonly #reads: Reads;

  /** With `reads`, what it reads goes together with what others read by them. */
  static create(options: {
    database: Knex;
    reads?: Reads;
  }): DatabaseCalendarStore {
    return new DatabaseCalendarStore(options);
  }

  private constructor(options: { database: Knex; reads?: Reads }) {
    this.#knex = options.database;
    this.#reads = options.reads ?? readsAtOnce;
  }

  async recordFailure(attempt: CalendarAttempt): Promise<void> {
    await this.#knex.transaction(async tx => {
      await insertAttempt(tx, attempt);
      await tx('calendar_readings')
        .insert({ ...rowOf(attempt), answered_at: null, text: null })
        .onConflict('calendar_key')
        .merge(['attempted_at', 'status', 'message']);
    });
  }

  async recordAnswer(
    attempt: CalendarAttempt,
    { text }: CalendarText,
    expansions: readonly CalendarExpansion[],
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      await insertAttempt(tx, attempt);
      await tx('calendar_readings')
        .insert({
          ...rowOf(attempt),
          answered_at: attempt.attemptedAt,
          text: text ?? null,
        })
        .onConflict('calendar_key')
        .merge();
      await replaceExpansions(tx, attempt.calendarKey, expansions);
    });
  }

  async replaceExpansions(
    calendarKey: string,
    expansions: readonly CalendarExpansion[],
  ): Promise<void> {
    await this.#knex.transaction(tx =>
      replaceExpansions(tx, calendarKey, expansions),
    );
  }

  async getText(calendarKey: string): Promise<CalendarText | undefined> {
    const row: { text: string | null } | undefined = await this.#knex(
      'calendar_readings',
    )
      .where('calendar_key', calendarKey)
      .whereNotNull('answered_at')
      .first('text');
    return row && (row.text === null ? {} : { text: row.text });
  }

  async getReadings(
    questions: readonly CalendarQuestion[],
  ): Promise<Map<string, CalendarReading>> {
    const keys = [...new Set(questions.map(({ calendarKey }) => calendarKey))];
    const readings = new Map<string, ReadingRow>();
    const expansions = new Map<string, CalendarExpansion>();
    const zones = [...new Set(questions.map(({ timeZone }) => timeZone))];
    for (const batch of inBatches(keys)) {
      const [rows, expanded] = await Promise.all([
        this.#reads.rows<ReadingRow>(
          this.#knex('calendar_readings')
            .whereIn('calendar_key', batch)
            .select(Object.keys(readingColumns)),
          readingColumns,
        ),
        // Few zones: nearly every question about these calendars is in one of them
        this.#reads.rows<ExpansionRow>(
          this.#knex('calendar_expansions')
            .whereIn('calendar_key', batch)
            .modify(query => {
              if (zones.length <= 100) {
                query.whereIn('time_zone', zones);
              }
            })
            .select(Object.keys(expansionColumns)),
          expansionColumns,
        ),
      ]);
      rows.forEach(row => readings.set(row.calendar_key, row));
      expanded.forEach(row =>
        expansions.set(
          readingKey({
            calendarKey: row.calendar_key,
            timeZone: row.time_zone,
          }),
          toExpansion(row),
        ),
      );
    }
    const found = new Map<string, CalendarReading>();
    for (const question of questions) {
      const row = readings.get(question.calendarKey);
      if (row) {
        const key = readingKey(question);
        const expansion = expansions.get(key);
        found.set(key, {
          ...toAttempt(row),
          ...(row.answered_at !== null && {
            answeredAt: Number(row.answered_at),
          }),
          ...(expansion && { expansion }),
        });
      }
    }
    return found;
  }

  async keepOnly(calendarKeys: ReadonlySet<string>): Promise<void> {
    const rows: { calendar_key: string }[] = await this.#knex(
      'calendar_readings',
    ).select('calendar_key');
    const gone = rows
      .map(row => row.calendar_key)
      .filter(key => !calendarKeys.has(key));
    for (const batch of inBatches(gone)) {
      await this.#knex.transaction(async tx => {
        await tx('calendar_expansions').whereIn('calendar_key', batch).delete();
        await tx('calendar_readings').whereIn('calendar_key', batch).delete();
      });
    }
  }

  async listAttempts(
    calendarKey: string,
    limit: number,
  ): Promise<CalendarAttempt[]> {
    const rows: ReadingRow[] = await this.#knex('calendar_attempts')
      .where('calendar_key', calendarKey)
      .orderBy('seq', 'desc')
      .limit(limit);
    return rows.map(toAttempt);
  }

  async pruneAttempts(before: number, limit: number): Promise<number> {
    return this.#knex('calendar_attempts')
      .whereIn(
        'seq',
        this.#knex('calendar_attempts')
          .where('attempted_at', '<', before)
          .orderBy('seq')
          .limit(limit)
          .select('seq'),
      )
      .delete();
  }
}

function rowOf(attempt: CalendarAttempt) {
  return {
    calendar_key: attempt.calendarKey,
    attempted_at: attempt.attemptedAt,
    status: attempt.status,
    message: attempt.message ?? null,
  };
}

async function insertAttempt(
  tx: Knex.Transaction,
  attempt: CalendarAttempt,
): Promise<void> {
  await tx('calendar_attempts').insert(rowOf(attempt));
}

async function replaceExpansions(
  tx: Knex.Transaction,
  calendarKey: string,
  expansions: readonly CalendarExpansion[],
): Promise<void> {
  await tx('calendar_expansions').where('calendar_key', calendarKey).delete();
  const rows = expansions.map(expansion => ({
    calendar_key: calendarKey,
    time_zone: expansion.timeZone,
    starts_at: expansion.from,
    complete_until: expansion.completeUntil,
    windows: JSON.stringify(expansion.windows),
    problems: JSON.stringify(expansion.problems),
  }));
  for (const batch of inBatches(rows)) {
    await tx('calendar_expansions').insert(batch);
  }
}

function toAttempt(row: Omit<ReadingRow, 'answered_at'>): CalendarAttempt {
  return {
    calendarKey: row.calendar_key,
    attemptedAt: Number(row.attempted_at),
    status: row.status,
    ...(row.message === null ? {} : { message: row.message }),
  };
}

function toExpansion(row: ExpansionRow): CalendarExpansion {
  return {
    timeZone: row.time_zone,
    from: Number(row.starts_at),
    completeUntil: Number(row.complete_until),
    windows: JSON.parse(row.windows),
    problems: JSON.parse(row.problems),
  };
}
