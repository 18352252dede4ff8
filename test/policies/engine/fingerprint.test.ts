import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../policies/engine/fingerprint.js';
import { canonical } from '../../../sites/model/estate.js';
import type { Evidence, Subject } from '../../../sites/model/verdict.js';

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('', '"', '\\', '\u001b[2J', 'e\u0301', '\u00e9', '__proto__'));
const evidence = fc.array(fc.record({ what: fc.record({ vi: text, en: text }), found: text }), { maxLength: 5 }) as fc.Arbitrary<Evidence[]>;
const subject = fc.record({ object: text, site: text, organisation: text, address: text, constructPath: text }, { requiredKeys: ['object'] }) as fc.Arbitrary<Subject>;

describe('a fingerprint', () => {
  it('is SHA-256 over the canonical text of rule, version, subject and values: waivers in use name it', () => {
    fc.assert(
      fc.property(text, fc.nat(), subject, evidence, (id, version, of, found) => {
        const { object, site, organisation, address } = of;
        const values = found.map(({ what, found: value }) => [what.en, value.normalize('NFC')]).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
        const whole = canonical({ rule: id, version, subject: { object, site, organisation, address }, values });
        expect(fingerprintOf({ id, version }, of, found)).toBe(createHash('sha256').update(whole).digest('hex'));
      }),
    );
  });

  it('is the one that was given out', () => {
    const found = fingerprintOf({ id: 'RED-001', version: 2 }, { object: 'estate/thu', site: 'ndc-01' }, [{ what: { vi: 'b', en: 'b' }, found: '2' }, { what: { vi: 'a', en: 'a' }, found: '1' }]);
    const whole = '{"rule":"RED-001","subject":{"object":"estate/thu","site":"ndc-01"},"values":[["a","1"],["b","2"]],"version":2}';
    expect(found).toBe(createHash('sha256').update(whole).digest('hex'));
  });

  it('minds neither the order of evidence nor where it stood', () => {
    const [a, b] = [{ what: { vi: 'a', en: 'a' }, found: '1' }, { what: { vi: 'b', en: 'b' }, found: '2' }];
    const of = (list: readonly Evidence[], more: object = {}): string => fingerprintOf({ id: 'X', version: 1 }, { object: 'o', ...more }, list);
    expect(of([a, b])).toBe(of([b, { ...a, pointer: '/resource_changes/7/change', document: 'ndc-01-platform' }]));
    expect(of([a], { constructPath: 'x/y' })).toBe(of([a]));
    expect(of([a], { site: 'ndc-02' })).not.toBe(of([a]));
  });
});
