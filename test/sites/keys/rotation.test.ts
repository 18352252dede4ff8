import { describe, expect, it } from 'vitest';
import { encryptionConfiguration } from '../../../sites/keys/encryption-configuration.js';
import { hostFiles, plainPath } from '../../../sites/keys/host-files.js';
import { canPlan, nextLabel, rotationPlan } from '../../../sites/keys/rotation.js';
import { day } from '../../../sites/model/calendar.js';
import { shippedEstate } from '../data/shipped.js';

const estate = shippedEstate();
const key = Object.values(estate.keys).find(({ id }) => id === 'ndc-01-api-2026c');
if (key === undefined || !canPlan(key)) throw new Error('the shipped inventory has no key of the API server');

describe('EncryptionConfiguration', () => {
  it('has identity last while clear text is left, and not at all after', () => {
    const providers = (stage: 'migrating' | 'encrypted') => encryptionConfiguration('ndc-01', stage, '/run/k.sock').resources[0]?.providers.map((provider) => Object.keys(provider)[0]);
    expect(providers('migrating')).toEqual(['kms', 'identity']);
    expect(providers('encrypted')).toEqual(['kms']);
  });

  it('speaks v2 under a name that stays', () => {
    expect(encryptionConfiguration('ndc-01', 'encrypted', '/run/k.sock').resources[0]).toEqual({ resources: ['secrets'], providers: [{ kms: { apiVersion: 'v2', name: 'ndc-01', endpoint: 'unix:///run/k.sock', timeout: '3s' } }] });
  });
});

describe('the next label', () => {
  it.each([
    ['ndc-01-api-2026c', '2026-11-20', 'ndc-01-api-2026d'],
    ['ndc-01-api-2026c', '2027-01-01', 'ndc-01-api-2027a'],
    ['ndc-01-api-2026z', '2026-12-31', 'ndc-01-api-2027a'],
    ['ndc-01-api-2027a', '2026-12-31', 'ndc-01-api-2027b'],
    ['ndc-01-api', '2026-11-20', 'ndc-01-api-2026a'],
  ])('after %s on %s is %s', (label, asOf, next) => {
    expect(nextLabel(label, day(asOf))).toBe(next);
  });
});

describe('a rotation', () => {
  const plan = rotationPlan(estate, key);

  it('makes the key known everywhere before anything is written with it, and drops the former one last', () => {
    expect(plan.steps.map(({ stage }) => stage)).toEqual(['create', 'add', 'write', 'rewrite', 'drop']);
    const checked = (of: typeof plan) => of.steps[1]?.commands.map((line) => /--site (\S+)/.exec(line)?.[1]);
    // An HSM that is not there yet cannot be looked into.
    expect([checked(plan), plan.steps[1]?.does.en]).toEqual([['ndc-01'], expect.stringContaining('ndc-02, ndc-03 do not operate yet: checked as they open.')]);
    const second = { ...estate, sites: { ...estate.sites, 'ndc-02': { ...estate.sites['ndc-02']!, phase: 'operating' as const } } };
    expect([checked(rotationPlan(second, key)), rotationPlan(second, key).steps[1]?.does.en]).toEqual([['ndc-01', 'ndc-02'], expect.stringContaining('ndc-03 does not operate yet: checked as it opens.')]);
  });

  it('counts what is left without ending in a failure where nothing is', () => {
    // grep exits with 1 where it counts 0.
    expect(plan.steps[3]?.commands.at(-1)).toMatch(/grep -a -c \S+ \|\| true$/);
  });

  it('keeps the former key as long as the longest-kept backup', () => {
    const days = Math.max(...Object.values(estate.protection.tiers).map(({ retention }) => Math.max(retention.days, retention.monthlies * 31)));
    expect((Date.parse(plan.neededUntil) - Date.parse(estate.scenario.asOf)) / 86_400_000).toBe(days);
  });

  it('has commands that need no quoting', () => {
    for (const command of plan.steps.flatMap(({ commands }) => commands)) expect(command).toMatch(/^[A-Za-z0-9 $()=/:.,|_-]+$/);
  });

  it('is known for keys of the API server alone', () => {
    expect(Object.values(estate.keys).filter(canPlan).map(({ purpose }) => purpose)).toEqual(['api-server', 'api-server', 'api-server']);
  });
});

describe('the host’s files', () => {
  const files = hostFiles({ site: 'ndc-01', stage: 'encrypted', partition: 'ndc-01-kms', key: 'ndc-01-api-2026c', library: '/usr/lib/hsm.so' });

  it('hand the PIN over as a credential, and do not try a wrong one again', () => {
    expect(files.unit).toContain('LoadCredential=pin:/etc/ndc/ndc-01-kms.pin\n');
    expect(files.unit).toContain('--pin-file=${CREDENTIALS_DIRECTORY}/pin');
    expect(files.unit).toContain('RestartPreventExitStatus=2\n');
    expect(files.unit).not.toMatch(/Environment=/);
  });

  it.each(['relative.so', '/a b.so', '/a%n.so', '/a;b', '/a\nb', "/a'b"])('take no library at %j', (path) => {
    expect(plainPath.test(path)).toBe(false);
  });
});
