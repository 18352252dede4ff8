import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backendFor, backendOverride, backendPlace, encryptedAtRest, type Backend } from '../../../bin/edge/backend.js';

const stack = { name: 'ndc-01-tenant-bo-y-te', site: 'ndc-01' };
const backend = (type: Backend['type'], config: Record<string, unknown> = {}): Backend => ({ type, config, encrypted: false });

describe('a stack’s backend', () => {
  it.each<[Backend, Record<string, unknown>]>([
    [backend('local'), { path: '../s.tfstate' }],
    [backend('local', { path: '/states/{site}/{stack}' }), { path: '/states/ndc-01/ndc-01-tenant-bo-y-te' }],
    [backend('pg', { skip_schema_creation: false }), { schema_name: 'ndc-01-tenant-bo-y-te', skip_schema_creation: false }],
    [backend('s3', { bucket: 'states-{site}', endpoints: { s3: 'https://{site}.example.vn' } }), { bucket: 'states-ndc-01', key: 'ndc-01-tenant-bo-y-te.tfstate', endpoints: { s3: 'https://ndc-01.example.vn' } }],
    [backend('kubernetes', { namespace: 'states' }), { secret_suffix: 'ndc-01-tenant-bo-y-te', namespace: 'states' }],
    [backend('http', { address: 'https://x/{stack}', lock_address: 'https://x/{stack}/lock' }), { address: 'https://x/ndc-01-tenant-bo-y-te', lock_address: 'https://x/ndc-01-tenant-bo-y-te/lock' }],
  ])('%j', (given, expected) => {
    expect(backendFor(given, stack, '../s.tfstate')).toEqual(expected);
  });

  it('stays within 63 characters for PostgreSQL and Kubernetes, and apart from every other stack', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{40,100}$/);
    fc.assert(
      fc.property(name, name, (a, b) => {
        for (const type of ['pg', 'kubernetes'] as const) {
          const [first, second] = [a, b].map((each) => Object.values(backendFor(backend(type), { name: each, site: 's' }, '')).join());
          expect(first?.length).toBeLessThanOrEqual(63);
          expect(first === second).toBe(a === b);
        }
      }),
    );
  });

  it('is written as data, not as a template', () => {
    expect(backendOverride('http', { address: 'https://x/${a}%{b}' })).toContain('https://x/$${a}%%{b}');
  });

  it('is told without credentials', () => {
    const place = backendPlace('pg', { conn_str: 'postgres://user:geheim@db.example.vn/states', schema_name: 's' });
    expect(place).toContain('db.example.vn/states');
    expect(place).not.toMatch(/geheim|user/);
    expect(backendPlace('pg', { conn_str: "host=db password='geh eim' dbname=states" })).not.toContain('geh');
    expect(backendPlace('s3', { bucket: 'b', secret_key: 'geheim', key: 'k' })).not.toContain('geheim');
    expect(backendPlace('s3', { bucket: 'b', key: 'k' })).not.toBe(backendPlace('s3', { bucket: 'b', key: 'other' }));
  });

  it.each([
    [backend('s3', { encrypt: true }), true],
    [backend('s3', { encrypt: 'true' }), false],
    [{ ...backend('pg'), encrypted: true }, true],
    [backend('local'), false],
  ])('%j encrypted at rest: %s', (given, expected) => {
    expect(encryptedAtRest(given)).toBe(expected);
  });
});
