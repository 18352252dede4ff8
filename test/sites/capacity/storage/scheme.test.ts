import { describe, expect, it } from 'vitest';
import { logicalBytes, rawBytes, schemeOf } from '../../../../sites/capacity/storage/scheme.js';

describe('min_size', () => {
  // Replicas: size − ⌊size/2⌋. Erasure coding: k + min(1, m − 1).
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [6, 3],
  ])('of %i replicas is %i', (replicas, minSize) => {
    expect(schemeOf({ redundancy: { replicas } })).toEqual({ size: replicas, data: 1, minSize });
  });

  it.each([
    [2, 1, 2],
    [4, 1, 4],
    [4, 2, 5],
    [8, 3, 9],
    [8, 4, 9],
  ])('of %i+%i is %i', (data, coding, minSize) => {
    expect(schemeOf({ redundancy: { data, coding } })).toEqual({ size: data + coding, data, minSize });
  });

  it('is what the class says, where it says it', () => {
    expect(schemeOf({ redundancy: { data: 2, coding: 1 }, minSize: 3 }).minSize).toBe(3);
  });
});

describe('bytes of data and raw bytes', () => {
  it.each([
    ['three replicas', { replicas: 3 }, 300n, 100n],
    ['4+2', { data: 4, coding: 2 }, 600n, 400n],
    ['8+3', { data: 8, coding: 3 }, 1100n, 800n],
  ])('%s', (_, redundancy, raw, logical) => {
    expect(logicalBytes(schemeOf({ redundancy }), raw)).toBe(logical);
    expect(rawBytes(schemeOf({ redundancy }), logical)).toBe(raw);
  });

  it('are rounded so that neither room is overstated nor need understated', () => {
    const scheme = schemeOf({ redundancy: { replicas: 3 } });
    // 100 raw bytes hold 33 bytes, not 34; 34 bytes need 102.
    expect(logicalBytes(scheme, 100n)).toBe(33n);
    expect(rawBytes(scheme, 34n)).toBe(102n);
    // 7 bytes in 4+2: 10.5 raw bytes, so 11.
    expect(rawBytes(schemeOf({ redundancy: { data: 4, coding: 2 } }), 7n)).toBe(11n);
  });
});
