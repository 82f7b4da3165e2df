/** What the benchmark can ask its servers. */
export type Question = 'processor time?' | 'resident memory?';

const answers: Record<Question, () => number> = {
  'processor time?': () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  'resident memory?': () => process.memoryUsage.rss(),
};

/** Lets the benchmark ask how much processor time (milliseconds) and memory (bytes) this server uses. */
export function answerQuestions(): void {
  process.on('message', question => {
    const answer = answers[question as Question];
    if (answer) {
      process.send?.(answer());
    }
  });
  // The channel alone keeps no server alive
  process.channel?.unref();
}
