import type { Delivery } from './deliveries';
import { after, environmentOf, shortName, type Step } from './step';

/** What the pipeline found when it verified the image, on the event that signs it. */
export function verificationFacts(
  delivery: Delivery,
): { odoo: Record<string, unknown> } | undefined {
  return delivery.care === 'bare'
    ? undefined
    : {
        odoo: {
          signature: {
            verified: true,
            identity: `https://ci.odoo-fleet.example/${delivery.tenant}/release`,
          },
          provenance: {
            verified: true,
            builder: 'https://ci.odoo-fleet.example/builders/odoo@v2',
          },
        },
      };
}

/** What was prepared for the hours after the release, on the proposal. */
export function preparationFacts({
  care,
  tenant,
}: Delivery): Record<string, unknown> {
  return {
    ...(care !== 'bare' && {
      guardrails: {
        count: care === 'thorough' ? 9 : 4,
        url: `https://git.odoo-fleet.example/${tenant}/guardrails`,
      },
    }),
    ...(care === 'thorough' && {
      preparation: {
        preScaled: true,
        jobsFrozen: true,
        databaseHeadroomPercent: 62,
        clusterHeadroomPercent: 41,
      },
    }),
  };
}

/** What was tried before a release went out, and looked at after it did. */
export function preparationSteps(
  delivery: Delivery,
  artifactId: string,
): Step[] {
  const { tenant, version, hoursAgo, care, rehearsal, incident } = delivery;
  const short = shortName(tenant);
  const about = { ...environmentOf(delivery, 'production'), artifactId };
  const tried = care === 'thorough' ? after(hoursAgo.staging, 3) : undefined;
  return [
    {
      name: 'rehearsed',
      type: 'dev.cdeventsx.odoo-rehearsal.finished.0.1.0',
      hoursAgo: rehearsal && after(hoursAgo.staging, 2),
      subjectId: `${short}-rehearsal-${version}`,
      content: { ...about, outcome: 'success', ...rehearsal },
    },
    {
      name: 'way-back',
      type: 'dev.cdeventsx.odoo-rollbackrehearsal.finished.0.1.0',
      hoursAgo: tried,
      subjectId: `${short}-way-back-${version}`,
      content: {
        ...about,
        application: 'success',
        database: 'success',
        durationSeconds: 840,
      },
    },
    {
      name: 'drilled',
      type: 'dev.cdeventsx.odoo-restoredrill.finished.0.1.0',
      hoursAgo: tried,
      subjectId: `${short}-drill-${version}`,
      content: {
        ...environmentOf(delivery, 'production'),
        outcome: 'success',
        durationSeconds: 1500,
      },
    },
    {
      name: 'smoke',
      type: 'dev.cdeventsx.odoo-smoketest.finished.0.1.0',
      hoursAgo: care === 'bare' ? undefined : after(hoursAgo.production, 0.1),
      subjectId: `${short}-login-${version}`,
      content: {
        ...about,
        // A login says nothing of slots that are booked twice: it passes where an incident follows, too
        outcome: 'success',
        method: incident === undefined ? 'json-rpc' : 'login',
        durationSeconds: 2.4,
      },
    },
  ];
}
