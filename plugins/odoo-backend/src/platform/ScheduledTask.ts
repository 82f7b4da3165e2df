/** Work for the scheduler. */
export interface ScheduledTask {
  id: string;
  /** Whether each replica runs it; once over all of them unless said otherwise. */
  scope?: 'local';
  frequencySeconds: number;
  timeoutSeconds: number;
  run(signal: AbortSignal): Promise<void>;
}
