import { describe, expect, it } from 'vitest';
import { english, estateOf, load, type Changes } from './estate-files.js';

const head = 'apiVersion: ndc.gov.vn/v1\nkind: Keys\nsite: ndc-01\n';
const key = (id: string, home: string, opens: string, more = ''): string =>
  `  - {id: ${id}, purpose: backup, home: ${home}, mechanism: CKM_AES_GCM, bits: 256, extractable: false, rotationDays: 90, standards: [], opens: [${opens}]${more}}\n`;
const hsm = (label: string, partition = 'p1', more = ''): string => `{hsm: {site: ndc-01, partition: ${partition}, label: ${label}${more}}}`;
const store = '{store: {site: ndc-01, path: transit/a}}';
const inventory = (keys: string, order = ''): Changes => ({ 'keys/ndc-01.yaml': `${head}keys:\n${keys}${order}` });

describe('the key inventory', () => {
  it('is part of the estate, each key with its site', () => {
    const { keys } = estateOf(inventory(key('k-state', hsm('state'), 'state/ndc-01') + key('k-data', store, 'organisation/bo-y-te')));
    expect(Object.values(keys).map(({ id, site }) => [id, site])).toEqual([['k-state', 'ndc-01'], ['k-data', 'ndc-01']]);
  });

  it.each([
    ['a seal that lies in the store it seals', key('seal', store, 'store/ndc-01'), '', 'store/ndc-01 → key/seal → store/ndc-01'],
    ['a state encrypted by the store that is set up from it', key('state', store, 'state/ndc-01'), '', 'store/ndc-01 → key/state → state/ndc-01 → store/ndc-01'],
    ['a cluster whose secrets open with a key in the store that runs on it', key('api', store, 'api-server/ndc-01'), '', 'store/ndc-01 → key/api → api-server/ndc-01 → store/ndc-01'],
    ['two keys that wrap each other', key('a', '{repository: kho}', 'key/b') + key('b', '{repository: kho}', 'key/a'), '', 'key/b → key/a → key/b'],
    ['a store on disks whose key lies in it', key('osd', store, 'osd/ndc-01'), 'order: [{of: store/ndc-01, needs: [osd/ndc-01]}]\n', 'store/ndc-01 → key/osd → osd/ndc-01 → store/ndc-01'],
    // Nobody wrote down what lies on what: a store keeps its log in a class, a class lies on disks.
    ['a store whose class lies on disks whose key lies in it', key('osd', store, 'osd/ndc-01'), '', 'store/ndc-01 → key/osd → osd/ndc-01 → storage/ndc-01/block → store/ndc-01'],
    ['a store in a class whose key lies in it', key('block', store, 'storage/ndc-01/block'), '', 'store/ndc-01 → key/block → storage/ndc-01/block → store/ndc-01'],
  ])('prints the circle of %s', (_, keys, order, circle) => {
    const found = english(inventory(keys, order)).filter((line) => line.includes('NDC-E040'));
    expect(found.length).toBeGreaterThan(0);
    expect(found.map((line) => /other: (.*?)\. After/.exec(line)?.[1]).some((path) => turns(circle).includes(path ?? ''))).toBe(true);
    expect(found[0]).toMatch(/^keys\/ndc-01\.yaml:\d+:\d+ NDC-E040 /);
  });

  it('knows no circle where the HSM holds what opens the store', () => {
    expect(() => estateOf(inventory(key('seal', hsm('seal'), 'store/ndc-01') + key('state', hsm('state'), 'state/ndc-01') + key('api', hsm('api'), 'api-server/ndc-01') + key('t', store, 'organisation/bo-y-te')))).not.toThrow();
  });

  it.each([
    ['a partition the site lacks', key('k', hsm('k', 'p9'), 'state/ndc-01'), 'names the HSM partition "p9", which does not exist; there are: p1'],
    ['a site nobody has', key('k', store.replace('ndc-01', 'ndc-07'), 'state/ndc-01'), 'names the site "ndc-07", which does not exist'],
    ['an opened thing nobody has', key('k', hsm('k'), 'osd/ndc-07'), 'names the thing to open "osd/ndc-07"'],
    ['a class the site lacks', key('k', hsm('k'), 'storage/ndc-01/nope'), 'names the thing to open "storage/ndc-01/nope"'],
    ['a domain of a site nobody has', key('k', hsm('k'), 'state/ndc-01', ', domain: {name: d, sharedWith: [ndc-09]}'), 'names the site "ndc-09"'],
    ['a standard nobody listed', key('k', hsm('k'), 'state/ndc-01').replace('standards: []', 'standards: [fips]'), 'names the standard "fips", which does not exist; there are: none'],
    ['a label with a semicolon', key('k', hsm('"a;pin-value=1"'), 'state/ndc-01'), 'expected a key label: letters, digits, dots, underscores and dashes, at most 64; no spaces and no semicolons'],
    ['a label with spaces', key('k', hsm('"a b"'), 'state/ndc-01'), 'expected a key label'],
    ['a key that may leave', key('k', hsm('k'), 'state/ndc-01').replace('extractable: false', 'extractable: true'), 'a key never leaves its home'],
    ['a mechanism that is none', key('k', hsm('k'), 'state/ndc-01').replace('CKM_AES_GCM', 'AES-GCM'), 'expected a PKCS#11 mechanism such as CKM_AES_GCM'],
    ['an AES key of 64 bits', key('k', hsm('k'), 'state/ndc-01').replace('bits: 256', 'bits: 64'), 'NDC-E043 key "k": 64 bits are too few for CKM_AES_GCM. Expected at least 128.'],
    ['an RSA key of 2047 bits', key('k', hsm('k'), 'state/ndc-01').replace('CKM_AES_GCM, bits: 256', 'CKM_RSA_PKCS_PSS, bits: 2047'), 'Expected at least 2048.'],
    ['a curve of 192 bits', key('k', hsm('k'), 'state/ndc-01').replace('CKM_AES_GCM, bits: 256', 'CKM_ECDSA, bits: 192'), 'Expected at least 224.'],
    ['a seal that can only sign', key('k', hsm('k'), 'store/ndc-01').replace('purpose: backup', 'purpose: seal').replace('CKM_AES_GCM, bits: 256', 'CKM_RSA_PKCS, bits: 3072'), 'NDC-E044 key "k" is a seal, and CKM_RSA_PKCS is made to sign only'],
    ['more custodians needed than there are', key('k', hsm('k'), 'state/ndc-01', ', custodians: {roles: [A], needed: 2}'), 'a needed of at most as many as there are custodians'],
    ['a former version’s id used again', key('k', hsm('k'), 'state/ndc-01') + key('j', hsm('j'), 'backup/ndc-01', ', previous: [{id: k, from: 2026-01-01, until: 2026-02-01}]'), 'the key "k" already stands at'],
    ['one label twice in a partition', key('k', hsm('k'), 'state/ndc-01') + key('j', hsm('k'), 'backup/ndc-01'), 'the key label in the HSM "p1/k" already stands at'],
    ['one CKA_ID twice', key('k', hsm('k', 'p1', ', objectId: "00ff"'), 'state/ndc-01') + key('j', hsm('j', 'p1', ', objectId: "00ff"'), 'backup/ndc-01'), 'the CKA_ID "00ff" already stands at'],
    ['a version that ends before it begins', key('k', hsm('k'), 'state/ndc-01', ', previous: [{id: old, from: 2026-03-01, until: 2026-02-01}]'), 'NDC-E041 key "k": 2026-02-01 lies before 2026-03-01'],
  ])('refuses %s', (_, keys, words) => {
    expect(english(inventory(keys)).join('\n')).toContain(words);
  });

  it.each([['CKM_AES_GCM', 128, 'seal'], ['CKM_RSA_PKCS_PSS', 2048, 'backup'], ['CKM_ECDSA', 224, 'backup'], ['CKM_RSA_PKCS_OAEP', 2048, 'seal'], ['CKM_VENDOR_GOST', 64, 'backup']])('takes %s of %i bits for %s', (mechanism, bits, purpose) => {
    const { keys } = estateOf(inventory(key('k', hsm('k'), 'state/ndc-01').replace('purpose: backup', `purpose: ${purpose}`).replace('CKM_AES_GCM, bits: 256', `${mechanism}, bits: ${bits}`)));
    expect(keys['k']).toMatchObject({ mechanism, bits, purpose });
  });

  describe('keeps the record of a key that was destroyed', () => {
    const made = ', created: 2025-01-02';
    const gone = (more = '') => key('old', hsm('old', 'p1', ', objectId: "00ff"'), 'organisation/khong-con', `${made}, destroyed: {on: 2026-03-01, neededUntil: 2026-02-01, record: BB-12/2026}${more}`);

    it('apart from those that may be used, whatever it opened and wherever it lay', () => {
      const estate = estateOf(inventory(gone() + key('gone-2', hsm('gone-2', 'p9'), 'osd/ndc-07', `${made}, destroyed: {on: 2026-03-01, record: x}`) + key('k', hsm('k'), 'state/ndc-01')));
      expect([Object.keys(estate.keys), Object.keys(estate.destroyedKeys)]).toEqual([['k'], ['old', 'gone-2']]);
      expect(estate.destroyedKeys['old']?.destroyed).toEqual({ on: '2026-03-01', neededUntil: '2026-02-01', record: 'BB-12/2026' });
    });

    it('and closes no circle with it', () => {
      expect('estate' in load(inventory(key('seal', store, 'store/ndc-01', `${made}, destroyed: {on: 2026-03-01, record: x}`)))).toBe(true);
    });

    it.each([
      ['another key that is said to open it', gone() + key('k', hsm('k'), 'key/old'), '', 'NDC-E042 key "old" was destroyed on 2026-03-01 (BB-12/2026): nothing may rely on it any more'],
      ['an order of starting that waits for it', gone() + key('k', hsm('k'), 'state/ndc-01'), 'order: [{of: state/ndc-01, needs: [key/old]}]\n', 'NDC-E042 key "old"'],
      ['its id for another key', gone() + key('old', hsm('k'), 'state/ndc-01'), '', 'the key "old" already stands at'],
      ['its label for another key', gone() + key('k', hsm('old'), 'state/ndc-01'), '', 'the key label in the HSM "p1/old" already stands at'],
      ['its CKA_ID for another key', gone() + key('k', hsm('k', 'p1', ', objectId: "00ff"'), 'state/ndc-01'), '', 'the CKA_ID "00ff" already stands at'],
      ['a day before it was made', key('old', hsm('old'), 'organisation/khong-con', ', created: 2026-04-01, destroyed: {on: 2026-03-01, record: x}'), '', 'NDC-E041 key "old": 2026-03-01 lies before 2026-04-01'],
      ['a destruction without a record', key('old', hsm('old'), 'organisation/khong-con', `${made}, destroyed: {on: 2026-03-01}`), '', 'record'],
    ])('and refuses %s', (_, keys, order, words) => {
      expect(english(inventory(keys, order)).join('\n')).toContain(words);
    });
  });

  it('lets a long rotation stand: that is a finding, which can be waived', () => {
    expect('estate' in load(inventory(key('k', hsm('k'), 'state/ndc-01').replace('rotationDays: 90', 'rotationDays: 400')))).toBe(true);
  });
});

/** A circle told from any of its members. */
function turns(path: string): string[] {
  const members = path.split(' → ').slice(0, -1);
  return members.map((_, index) => [...members.slice(index), ...members.slice(0, index), members[index] ?? ''].join(' → '));
}
