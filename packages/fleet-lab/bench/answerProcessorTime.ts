/** Lets the benchmark ask how much processor time this server has used. */
export function answerProcessorTime(): void {
  process.on('message', question => {
    if (question !== 'processor time?') {
      return;
    }
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1000);
  });
  // The channel alone keeps no server alive
  process.channel?.unref();
}
