import { redact } from './redact';

const secret = 'hunter2-hunter2-hunter2';

describe('redact', () => {
  it.each([
    `{"authorization":"Bearer ${secret}"}`,
    `{"Authorization" : "Basic ${secret}"}`,
    `{"nested":{"github_token":"${secret}"}}`,
    `{"dbPassword":"a\\"b${secret}"}`,
    `{"PGPASSWORD":"${secret}"}`,
    `{"apiKey":"${secret}","api_key":"${secret}"}`,
    `{"client_secret":"${secret}`,
    `{"private_key":"-----BEGIN RSA PRIVATE KEY-----\\n${secret}"}`,
    `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
    `curl -H 'Authorization: Bearer ${secret}'`,
    `https://robot:${secret}@git.example.org/x.git`,
    `postgresql://odoo:${secret}@db/x`,
    `ODOO_PASSWORD=${secret} odoo-bin`,
    `token: ${secret}`,
    `{"x":"eyJhbGciOiJIUzI1NiJ9.${secret}.${secret}"}`,
    `{"x":"ghp_${secret.replace(/-/g, '')}"}`,
    `https://x.example/?access_token=${secret}&a=1`,
  ])('takes the secret out of %s', text => {
    expect(redact(text)).not.toMatch(/hunter2/);
  });

  it('leaves the rest, so that a reader sees what was wrong', () => {
    const text =
      '{"specversion":"1.0","id":"a","source":"https://ci.example.org/acme","data":{"context":{"version":"0.4.1"},"subject":{"id":"tokyo"}}}';
    expect(redact(text)).toBe(text);
  });

  it('comes to an end on long texts that match nothing whole', () => {
    for (const text of [
      '"token":"'.repeat(4000),
      'a'.repeat(32_768),
      `"${'token'.repeat(6000)}`,
      'x://'.repeat(8000),
    ]) {
      expect(redact(text).length).toBeGreaterThan(0);
    }
  });
});
