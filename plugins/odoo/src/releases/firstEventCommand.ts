import type { EventBinding } from '@odoo-fleet/backstage-plugin-odoo-common';

const EVENT_TYPE = 'dev.cdeventsx.odoo-release.proposed.0.1.0';

/** A JSON string whose text no shell expands within an unquoted here-document. */
function json(value: string): string {
  return JSON.stringify(value).replace(/[\\$`]/g, '\\$&');
}

/**
 * Shell lines that propose a release of the bound environment: a CDEvent in a structured CloudEvent, as a pipeline sends it.
 * `$DIGEST` and `$TOKEN` are the reader's.
 */
export function firstEventCommand(
  baseUrl: string,
  binding: EventBinding,
): string {
  const service =
    binding.service === undefined
      ? json(binding.environmentId)
      : json(binding.service);
  return `DIGEST=sha256:…  TOKEN=…  ID=$(date +%s)  NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ)
curl ${baseUrl}/events \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/cloudevents+json' -d @- <<EOF
{
  "specversion": "1.0", "id": "$ID", "time": "$NOW",
  "source": ${json(binding.source)},
  "type": "${EVENT_TYPE}",
  "datacontenttype": "application/json",
  "data": {
    "context": {
      "specversion": "0.5.1", "id": "$ID", "timestamp": "$NOW",
      "source": ${json(binding.source)},
      "type": "${EVENT_TYPE}"
    },
    "subject": {
      "id": ${service},
      "content": {
        "environment": { "id": ${json(binding.environmentId)} },
        "artifactId": "pkg:oci/odoo@sha256%3A\${DIGEST#sha256:}"
      }
    }
  }
}
EOF`;
}

/** Shell lines that ask the gate about a digest; asking makes the release known as well. */
export function gateCommand(baseUrl: string, environmentRef: string): string {
  return `curl ${baseUrl}/gate \\
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d "{\\"environment\\": \\"${environmentRef}\\", \\"digest\\": \\"$DIGEST\\"}"`;
}
