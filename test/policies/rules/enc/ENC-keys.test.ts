import { describe, expect, it } from 'vitest';
import { withLosses } from '../../../../sites/model/losses.js';
import { day } from '../../../../sites/model/calendar.js';
import { estateOf, system, targetOf, type Changes } from '../../estate-builder.js';
import { statuses, verdictOn, verdictsOf } from '../../judging.js';
import type { Values } from '../../planset-builder.js';
import { at, environment, judged, key } from './judged.js';

describe('ENC-001: keys of sensitive and secret data', () => {
  it('passes where every class, backup and own key lies in the HSM of its site, planned ones included', () => {
    const verdict = at('ENC-001', environment);
    expect([verdict.status, verdict.subject.organisation]).toEqual(['pass', 'bo-y-te']);
    expect(verdict.finding.en).toBe('ho-so-prod: all 6 keys that open its data lie in the HSM of their site.');
  });

  it.each<[string, Changes, string]>([
    ['the class at the standby has no key', { [key(3, '/opens', 'ndc-02')]: ['storage/ndc-02/ndc-file'] }, 'storage class ndc-block in ndc-02: no key in the inventory opens it'],
    ['the database has a key of its own in the secret store', { [`${system}/databases`]: [{ id: 'goc', engine: 'postgresql', size: '10Gi', changeRate: '1Gi' }], [key(6, '')]: { ...keyOf('ndc-01-goc'), opens: ['database/ho-so/goc'], home: { store: { site: 'ndc-01', path: 'transit/goc' } } } }, 'key ndc-01-goc, which opens database goc of ho-so, lies in store/ndc-01, not in an HSM'],
    ['backups have no key', { [key(4, '/opens')]: ['state/ndc-01'] }, 'backups of ndc-01: no key in the inventory opens it'],
  ])('fails where %s', (_name, changes, finding) => {
    const verdict = at('ENC-001', environment, changes);
    expect([verdict.status, verdict.blocks]).toEqual(['fail', true]);
    expect(verdict.finding.en).toContain(finding);
  });

  // The table calls a system sensitive from level 4, important data, sensitive personal data, or a state secret.
  it.each<[string, Changes, number]>([
    ['level 3 and nothing else', { [`${system}/securityLevel`]: 3, [`${system}/importance`]: 'ordinary', [`${system}/personalData`]: 'basic' }, 0],
    ['level 4', { [`${system}/securityLevel`]: 4, [`${system}/importance`]: 'ordinary', [`${system}/personalData`]: 'basic' }, 1],
    ['important data', { [`${system}/securityLevel`]: 3, [`${system}/personalData`]: 'basic' }, 1],
    ['a state secret', { [`${system}/securityLevel`]: 3, [`${system}/importance`]: 'ordinary', [`${system}/personalData`]: 'none', [`${system}/secrecy`]: 'mat' }, 1],
  ])('of %s speaks %#', (_name, changes, rows) => {
    expect(judged('ENC-001', changes).filter(({ subject }) => subject.object === environment)).toHaveLength(rows);
  });

  it('judges a bucket by the key of the disks beneath', () => {
    const objects: Changes = Object.fromEntries([1, 2, 3].map((number) => [`ndc-0${number}.yaml#/storage/2`, { class: 'ndc-object', backend: 'rgw', redundancy: { replicas: 3 }, failureDomain: 'rack', encrypted: true, raw: '12Ti' }]));
    const granted = { ...objects, [`${system}/environments/0/quota/storage`]: { 'ndc-object': '10Gi' } };
    expect(at('ENC-001', environment, granted).status).toBe('pass');
    expect(at('ENC-001', environment, { ...granted, [key(2, '/home')]: { repository: 'kho' } }).finding.en).toContain('key ndc-01-osd, which opens disks in ndc-01, lies in repository/kho');
    // A store that keeps the keys of the disks it lies on itself never opens again.
    expect(() => estateOf({ [key(2, '/home')]: { store: { site: 'ndc-01', path: 'osd' } } })).toThrow('keys wait for each other: key/ndc-01-osd → osd/ndc-01 → storage/ndc-01/ndc-block → store/ndc-01');
  });

  it('is not applicable where nothing is kept', () => {
    expect(at('ENC-001', environment, { [`${system}/environments/0/quota/storage`]: {} }).status).toBe('not-applicable');
  });
});

describe('ENC-002: secrets of API servers', () => {
  const providers = (given: Values): Changes => ({ 'ndc-01.yaml#/cluster/secretEncryption': given });
  it.each<[string, Changes, string]>([
    ['KMS v2 alone', {}, 'pass'],
    ['identity last until today', providers({ providers: ['kms-v2', 'identity'], migratesUntil: '2026-11-22' }), 'pass'],
    ['identity last until yesterday', providers({ providers: ['kms-v2', 'identity'], migratesUntil: '2026-11-21' }), 'fail'],
    ['identity last without an end', providers({ providers: ['kms-v2', 'identity'] }), 'fail'],
    ['a former provider that is still read', providers({ providers: ['kms-v2', 'aescbc'] }), 'pass'],
    ['a former provider that writes', providers({ providers: ['aescbc', 'kms-v2'] }), 'fail'],
    ['a key of 128 bits', { [key(0, '/bits')]: 128 }, 'fail'],
    ['a key in the secret store', { [key(0, '/home')]: { repository: 'kho' } }, 'fail'],
    ['no key', { [key(0, '/opens')]: ['state/ndc-01'] }, 'fail'],
  ])('%s: %s', (_name, changes, status) => {
    expect(at('ENC-002', 'api-server/ndc-01', changes).status).toBe(status);
  });

  it('does not speak of a site that has retired', () => {
    const gone: Changes = { 'ndc-03.yaml#/phase': 'retired' };
    expect(Object.keys(statuses(judged('ENC-002', gone)))).toEqual(['api-server/ndc-01', 'api-server/ndc-02']);
  });
});

describe('ENC-005: key domains of restore sites', () => {
  it('judges each site that holds a standby or a backup, and leaves keys of disks alone', () => {
    expect(statuses(judged('ENC-005'))).toEqual({ 'restore/ndc-01/ndc-02': 'pass', 'restore/ndc-01/ndc-03': 'pass' });
    const stays = judged('ENC-005', { [key(2, '/home')]: { repository: 'kho' } });
    expect(new Set(stays.map(({ status }) => status))).toEqual(new Set(['pass']));
  });

  it.each<[string, Changes, string]>([
    ['the HSM of the source is in another domain', { 'ndc-01.yaml#/hsm/keyDomain': 'rieng' }, 'is in domain chung, the HSM of ndc-01 in rieng'],
    ['nothing opens the backups', { [key(4, '/opens')]: ['state/ndc-01'] }, 'no key in the inventory opens the backups of ndc-01'],
    ['the key of the organisation is shared elsewhere', { [key(6, '/domain/sharedWith')]: ['ndc-03'] }, 'key ndc-01-bo-y-te, which opens data of bo-y-te, is not shared with ndc-02'],
  ])('fails where %s', (_name, changes, finding) => {
    const verdict = at('ENC-005', 'restore/ndc-01/ndc-02', changes);
    expect([verdict.status, verdict.finding.en.includes(finding)]).toEqual(['fail', true]);
  });

  it('a key in the secret store comes along with it', () => {
    expect(at('ENC-005', 'restore/ndc-01/ndc-02', { [key(6, '/home')]: { store: { site: 'ndc-01', path: 'transit/bo-y-te' } } }).status).toBe('pass');
  });

  it('is not applicable where nobody keeps anything', () => {
    expect(judged('ENC-005', { [`${system}/environments/0/quota/storage`]: {} }).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});

describe('ENC-006 and ENC-011: rotation', () => {
  it.each([[90, 'pass'], [91, 'fail']] as const)('a period of %i days: %s', (days, status) => {
    expect(at('ENC-006', 'key/ndc-01-seal', { [key(1, '/rotationDays')]: days }).status).toBe(status);
  });

  it('leaves authorities to their certificates', () => {
    // What is destroyed is judged by when it was, an authority's key too, the day after its last need and not on it.
    const on = (neededUntil: string | undefined, purpose = 'ca', created = '2026-08-01') => at('ENC-006', 'key/ndc-01-state', { [key(5, '/purpose')]: purpose, [key(5, '/created')]: created, [key(5, '/destroyed')]: { on: '2026-10-31', record: 'BB-12', neededUntil } });
    expect([on('2026-10-31').status, on('2026-10-30').status, on(undefined).status, on('2026-10-30', 'state', '2025-08-01').status]).toEqual(['fail', 'pass', 'unknown', 'pass']);
    // 372 days of retention after the day on which it was in use at least, whatever is on record.
    expect([on('2026-10-30', 'state', '2025-10-23').status, on('2026-10-30', 'state', '2025-10-24').status]).toEqual(['pass', 'fail']);
    expect(on('2026-10-30', 'state', '2026-08-01').finding.en).toBe('Key ndc-01-state: key ndc-01-state was destroyed on 2026-10-31, while retention and lock holds keep what it opened through 2027-08-08.');
    expect(on('2026-10-30').evidence.map(({ found }) => found)).toContain('2026-10-31, BB-12');
    expect(judged('ENC-006', { [key(5, '/purpose')]: 'ca' }).some(({ subject }) => subject.object === 'key/ndc-01-state')).toBe(false);
  });

  it.each<[string, Values[], string]>([
    ['90 days', [{ id: 'a', label: 'a', from: '2026-07-01', until: '2026-09-29' }], 'pass'],
    ['91 days', [{ id: 'a', label: 'a', from: '2026-07-01', until: '2026-09-30' }], 'fail'],
    ['one after the other', [{ id: 'a', label: 'a', from: '2026-07-01', until: '2026-09-01' }, { id: 'b', label: 'b', from: '2026-06-01', until: '2026-07-01' }], 'pass'],
    ['destroyed while retention holds what they opened', [{ id: 'a', label: 'a', from: '2025-09-01', until: '2025-10-24', neededUntil: '2026-10-05', destroyed: '2026-10-31' }], 'fail'],
    ['destroyed the day after', [{ id: 'a', label: 'a', from: '2025-09-01', until: '2025-10-23', neededUntil: '2026-10-05', destroyed: '2026-10-31' }], 'pass'],
    ['no id on record', [{ id: 'a', from: '2026-07-01', until: '2026-09-01' }], 'unknown'],
    ['told by CKA_ID alone, of which the present one has none', [{ id: 'a', objectId: 'ab', from: '2026-07-01', until: '2026-09-01' }], 'unknown'],
  ])('former versions, %s: %s', (_name, previous, status) => {
    const verdict = at('ENC-006', 'key/ndc-01-api', { [key(0, '/previous')]: previous });
    expect([verdict.status, verdict.blocks]).toEqual([status, status === 'fail']);
  });

  it.each([['2026-12-30', 'pass'], ['2026-12-31', 'fail']] as const)('a key of 2026-10-01 on %s: %s', (on, status) => {
    const estate = estateOf();
    expect(verdictOn(verdictsOf('ENC-011', estate, undefined, day(on)), 'key/ndc-01-seal').status).toBe(status);
  });

  it('a key that is planned is none yet, unless its site operates', () => {
    expect(at('ENC-011', 'key/ndc-02-seal').status).toBe('not-applicable');
    expect(at('ENC-011', 'key/ndc-01-seal', { [key(1, '/created')]: undefined }).finding.en).toContain('has no day of creation on record, while ndc-01 operates');
    expect(at('ENC-011', 'key/ndc-01-seal', { [key(1, '/rotated')]: '2026-12-01' }).status).toBe('not-applicable');
  });
});

describe('BAK-007: copies of keys', () => {
  it.each<[string, Changes, string]>([
    ['cards outside every site', {}, 'pass'],
    ['cards at another site that operates', { [key(2, '/backups')]: [{ medium: 'cards', site: 'ndc-01', place: 'x' }, { medium: 'sealed-media', place: 'Kho' }] }, 'pass'],
    ['the secret store of the same site, which this key does not open', { [key(5, '/backups')]: [{ medium: 'store', site: 'ndc-01', place: 'x' }], [key(5, '/domain')]: undefined }, 'fail'],
    ['another HSM that is the same', { [key(2, '/backups')]: [{ medium: 'hsm', site: 'ndc-01', place: 'x' }] }, 'fail'],
  ])('%s: %s', (_name, changes, status) => {
    const object = _name.startsWith('the secret store') ? 'key/ndc-01-state' : 'key/ndc-01-osd';
    expect(at('BAK-007', object, changes).status).toBe(status);
  });

  it('a copy in the HSM of a site that does not operate yet is waited for, with that site as its cause', () => {
    const changes: Changes = { [key(1, '/backups')]: undefined };
    expect(at('BAK-007', 'key/ndc-01-seal', changes)).toMatchObject({ status: 'fail', causes: ['site/ndc-02', 'site/ndc-03'] });
    expect(verdictOn(verdictsOf('BAK-007', targetOf(estateOf(changes))), 'key/ndc-01-seal').status).toBe('pass');
  });

  it('a copy in an HSM that is of another domain is none', () => {
    const changes: Changes = { [key(1, '/backups')]: undefined, 'ndc-02.yaml#/hsm/keyDomain': 'rieng', 'ndc-03.yaml#/hsm/keyDomain': 'rieng' };
    expect(verdictOn(verdictsOf('BAK-007', targetOf(estateOf(changes))), 'key/ndc-01-seal').finding.en).toContain('no copy outside ndc-01');
  });

  it('a copy at a site that is declared lost does not count', () => {
    const changes: Changes = { [key(1, '/backups')]: undefined, [key(1, '/domain/sharedWith')]: ['ndc-02'] };
    const lost = withLosses(targetOf(estateOf(changes)), [{ site: 'ndc-02', declaration: 'mat', at: '2026-11-20T00:00:00Z' }]);
    expect(verdictOn(verdictsOf('BAK-007', lost), 'key/ndc-01-seal').status).toBe('fail');
  });
});

function keyOf(id: string): Values {
  return { id, purpose: 'database', home: { hsm: { site: 'ndc-01', partition: 'kms', label: id } }, mechanism: 'CKM_AES_GCM', bits: 256, extractable: false, rotationDays: 90, created: '2026-10-01', standards: [], opens: ['database/ho-so/goc'] };
}
