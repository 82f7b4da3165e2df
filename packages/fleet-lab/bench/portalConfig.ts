/** What every portal of a benchmark is told: where it listens, the database of this run alone, and whose token it takes. */
export function portalConfig(subject: string) {
  const port = Number(process.env.BENCH_PORT);
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    app: { baseUrl },
    backend: {
      baseUrl,
      listen: { host: '127.0.0.1', port },
      database: {
        client: 'pg',
        connection: process.env.BENCH_POSTGRES_URL,
        // Databases of this run alone: what an earlier one left would be known already
        prefix: process.env.BENCH_DATABASE_PREFIX,
      },
      auth: {
        externalAccess: [
          {
            type: 'static',
            options: { token: process.env.BENCH_TOKEN, subject },
          },
        ],
      },
    },
    permission: { enabled: true },
  };
}
