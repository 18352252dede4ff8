import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceKm } from '../../../policies/derived/distance.js';
import { overlap, rangeOf } from '../../../policies/derived/network.js';
import { majorMinor, withinOneMinor } from '../../../policies/derived/version.js';

describe('distance', () => {
  it.each([
    ['itself', { lat: 21, lon: 105 }, { lat: 21, lon: 105 }, 0],
    ['a degree of latitude', { lat: 0, lon: 0 }, { lat: 1, lon: 0 }, 111.2],
    ['Paris to London', { lat: 48.8566, lon: 2.3522 }, { lat: 51.5074, lon: -0.1278 }, 343.6],
    ['the antipode', { lat: 0, lon: 0 }, { lat: 0, lon: 180 }, 20015.1],
    ['across the date line', { lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }, 111.2],
  ])('%s', (_name, a, b, km) => {
    expect(distanceKm(a, b)).toBeCloseTo(km, 0);
    expect(distanceKm(b, a)).toBe(distanceKm(a, b));
  });
});

describe('networks', () => {
  it.each([
    ['10.0.0.0/8', '10.255.255.255/32', true],
    ['10.0.0.0/9', '10.128.0.0/9', false],
    ['10.16.0.0/12', '10.31.0.0/16', true],
    ['10.16.0.0/12', '10.32.0.0/12', false],
    ['192.168.0.0/24', '192.168.0.255/32', true],
    ['192.168.0.0/24', '192.168.1.0/32', false],
    ['0.0.0.0/8', '255.255.255.255/32', false],
    ['10.16.5.9/12', '10.16.0.0/16', true],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    expect(overlap(rangeOf(a), rangeOf(b))).toBe(expected);
    expect(overlap(rangeOf(b), rangeOf(a))).toBe(expected);
  });
  it('holds exactly the addresses of its length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 8, max: 32 }), (octet, length) => {
        const { first, last } = rangeOf(`10.${octet}.7.3/${length}`);
        return last - first + 1n === 1n << BigInt(32 - length) && first % (last - first + 1n) === 0n;
      }),
    );
  });
});

describe('versions', () => {
  it.each([
    ['1.35.4', '1.35.0', true],
    ['1.35.4', '1.36.0', true],
    ['1.35.4', '1.37.0', false],
    ['v1.20.6', '1.19.0', true],
    ['1.20.0', '2.20.0', false],
    ['main', 'main', true],
    ['main', '1.0.0', undefined],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(withinOneMinor(a, b)).toBe(expected);
  });
  it('reads no version where there is none', () => {
    expect([majorMinor('x'), majorMinor('1'), majorMinor('1.2')]).toEqual([undefined, undefined, [1, 2]]);
  });
});
