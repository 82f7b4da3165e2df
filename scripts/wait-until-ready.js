// Waits until the portal can be used: `node wait-until-ready.js PID`. Exits with 1 when the process PID ends before, or
// when it takes more than three minutes.
//
// Readiness turns green before the catalog has read its people, so the first person to choose must also be able to sign in.
const fs = require('node:fs');

const yaml = require('yaml');

const root = process.env.ODOO_FLEET_ROOT;
const base = `http://127.0.0.1:${process.env.PORT}`;
const pid = Number(process.argv[2]);
const giveUpAt = Date.now() + 180_000;

const config = yaml.parse(fs.readFileSync(`${root}/app-config.yaml`, 'utf8'));
const person = config.auth.providers.people.users[0].ref;

async function answers(path, headers) {
  try {
    const response = await fetch(base + path, {
      headers,
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

function runs() {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function main() {
  const checks = [
    ['/.backstage/health/v1/readiness'],
    [
      '/api/auth/people/refresh',
      {
        'x-odoo-fleet-person': person,
        'x-odoo-fleet-person-secret': process.env.ODOO_FLEET_PERSONA_SECRET,
      },
    ],
    ['/'],
  ];
  for (const check of checks) {
    while (!(await answers(...check))) {
      if (!runs() || Date.now() > giveUpAt) {
        process.exit(1);
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}

main();
