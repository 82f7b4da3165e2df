import {
  backupObservationSchema,
  type BackupObservation,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import { z } from 'zod';
import type {
  BackupSourceOutcome,
  BackupToolOutput,
} from './BackupSourceReader';
import { describeSchemaError } from './describeSchemaError';
import type { UnreadableSource } from './SourceOutcome';
import { readJsonDocuments } from './readJsonDocuments';

/** Longest output that is looked at, in characters: as much as a report may hold. */
const MAX_OUTPUT = 8_000_000;

/** Longest name that anything may have. */
const MAX_ID = 512;

/** By so much the clock of a tool's machine may be ahead of the one that took the report: more is a wrong zone or a wrong clock. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

/**
 * What a tool printed is not what was asked for, or can't be relied on. The message is shown: it holds no text of the output.
 *
 * @public
 */
export class ToolOutputError extends Error {
  readonly status: UnreadableSource['status'];

  constructor(
    message: string,
    status: UnreadableSource['status'] = 'malformed',
  ) {
    super(message);
    this.name = 'ToolOutputError';
    this.status = status;
  }
}

/**
 * Something that a tool's output is about: what the tool calls it, and how to find out what is said of it. No observations: the tool
 * answered, and has nothing about it.
 *
 * @public
 */
export interface ToolOutputPart {
  id: string;
  /** @throws ToolOutputError or ZodError when what is said of it is not understood; what is said of others then still counts. */
  understand(): readonly BackupObservation[];
}

/**
 * An instant that a tool printed as seconds since 1970, as ISO 8601.
 *
 * @throws ToolOutputError when it lies before 1970 or more than a day after the report: nothing that is measured against such a time
 * is known.
 *
 * @public
 */
export function instantOfEpoch(seconds: number, takenAt: number): string {
  return instantOfMillis(seconds * 1000, takenAt);
}

/**
 * As {@link instantOfEpoch}, of a text in ISO 8601, which must name its offset.
 *
 * @public
 */
export function instantOfText(text: string, takenAt: number): string {
  // PostgreSQL and Barman write `2026-11-22 04:53:10.762092+00:00`, and leave the minutes of the offset out
  const parts =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d(?::?\d\d)?)$/.exec(
      text.trim(),
    );
  if (parts === null) {
    throw new ToolOutputError(
      'It holds a time without offset, or none at all: let the tool print times as 2026-11-22T04:53:10+00:00.',
    );
  }
  const [, day, time, fraction = '', offset] = parts;
  const [, sign, hours, minutes = '00'] =
    /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  return instantOfMillis(
    Date.parse(
      `${day}T${time}${fraction.slice(0, 4)}${
        sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`
      }`,
    ),
    takenAt,
  );
}

function instantOfMillis(at: number, takenAt: number): string {
  if (!(at > 0 && at < takenAt + MAX_AHEAD_MS)) {
    throw new ToolOutputError(
      'It holds times that lie more than a day after the report, or before 1970: set the clocks and the time zone of the machine right.',
    );
  }
  return new Date(at).toISOString();
}

function failureOf(
  error: unknown,
): Pick<UnreadableSource, 'status' | 'message'> {
  if (error instanceof ToolOutputError) {
    return { status: error.status, message: error.message };
  }
  if (error instanceof z.ZodError) {
    const { path, message } = describeSchemaError(error, '$');
    return {
      status: 'malformed',
      message: `The output is not what this command prints: ${path}: ${message}`,
    };
  }
  // Nothing else is thrown on purpose; its text could hold anything
  return {
    status: 'malformed',
    message: 'The output is not what this command prints.',
  };
}

function outcomeOf(
  understand: () => readonly BackupObservation[],
  observedAt: number,
): BackupSourceOutcome {
  try {
    const value = understand().map(observation =>
      backupObservationSchema.parse(observation),
    );
    return value.length === 0
      ? { status: 'empty', observedAt }
      : { status: 'observed', value, observedAt };
  } catch (error) {
    return { ...failureOf(error), observedAt };
  }
}

function documentsOf({ output, exitCode }: BackupToolOutput): unknown[] {
  if (output.length > MAX_OUTPUT) {
    throw new ToolOutputError(
      `The output is longer than ${
        MAX_OUTPUT / 1_000_000
      } MB, which is more than is looked at: report fewer things at once.`,
    );
  }
  if (/^\s*$/.test(output)) {
    throw exitCode === undefined || exitCode === 0
      ? new ToolOutputError(
          'The command printed nothing: look at the job that reports.',
        )
      : new ToolOutputError(
          `The command ended with code ${exitCode} and printed nothing: run it by hand where the report is made, and look at what it writes to standard error.`,
          'unreachable',
        );
  }
  const documents = readJsonDocuments(output);
  if (documents === undefined) {
    throw new ToolOutputError(
      'The output is not JSON, or broke off: let the tool print JSON, and report all that it prints on standard output.',
    );
  }
  return documents;
}

/**
 * The frame of every {@link BackupReportFormat} of a tool that prints JSON: bounds what is looked at, keeps what is said of one thing
 * apart from the next, checks every observation against its schema and turns whatever goes wrong into an outcome without a text of the
 * output.
 *
 * @param partsOf - finds out what the documents of the output are about. There are several when the output holds what the tool
 * printed several times, one after the other. May throw as {@link ToolOutputPart.understand} does.
 *
 * @public
 */
export function translateToolOutput(
  printed: BackupToolOutput,
  partsOf: (documents: readonly unknown[]) => readonly ToolOutputPart[],
): ReadonlyMap<string, BackupSourceOutcome> {
  const observedAt = printed.takenAt;
  const outcomes = new Map<string, BackupSourceOutcome>();
  let parts: readonly ToolOutputPart[];
  try {
    parts = partsOf(documentsOf(printed));
  } catch (error) {
    return outcomes.set(printed.id ?? '', {
      ...failureOf(error),
      observedAt,
    });
  }
  for (const { id, understand } of parts) {
    const named = id.length <= MAX_ID ? id : '';
    outcomes.set(
      named,
      outcomes.has(named)
        ? {
            status: 'malformed',
            message:
              'The output says two different things about it: report what the tool printed once.',
            observedAt,
          }
        : outcomeOf(understand, observedAt),
    );
  }
  if (printed.id !== undefined && !outcomes.has(printed.id)) {
    outcomes.set(printed.id, { status: 'empty', observedAt });
  }
  return outcomes.size > 0
    ? outcomes
    : outcomes.set('', { status: 'empty', observedAt });
}
