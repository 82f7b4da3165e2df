// Ends with 0 when the portal of this container is ready, else says why not and ends with 1. For engines that probe with a
// command; an orchestrator asks the same address itself: docs/production.md.
const port = process.env.PORT ?? 7007;

fetch(`http://127.0.0.1:${port}/.backstage/health/v1/readiness`, {
  signal: AbortSignal.timeout(4_000),
})
  .then(async answer => {
    if (answer.status !== 200) {
      throw new Error(await answer.text());
    }
  })
  .catch(error => {
    console.error(error.message);
    process.exit(1);
  });
