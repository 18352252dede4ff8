import { describe, expect, it } from 'vitest';
import type { Estate } from '../../../sites/model/estate.js';
import { beyondCap, capsLeft, capUses, isBroken } from '../../../sites/purchase/committed.js';
import { isOwned } from '../../../sites/purchase/owned.js';
import { siteFile } from '../capacity/planned-estate.js';
import { estateFor } from './estates.js';

const billion = 1_000_000_000n;
const pool = (id: string, day: string, count = 3): string => `  - {id: ${id}, purpose: general, shape: {cpu: 64, memory: 256Gi}, count: ${count}, rackUnits: 2, watts: 800, allocatableReserve: {cpu: 2, memory: 8Gi}, available: 2029-Q4, ${day}}\n`;
/** Three nodes of one billion each, once more with each of these days; today is in 2026. */
const withPools = (...days: readonly string[]): Estate =>
  estateFor({}, { changes: { 'ndc-01.yaml': siteFile(1).replace(/^storage:$/m, `${days.map((day, index) => pool(`more-${index}`, day)).join('')}storage:`) } });
const caps = (estate: Estate, year: number, billions: bigint) => capUses(estate, new Map([[year, billions * billion]]))[0];

describe('what is left of a cap', () => {
  it.each<[string, string, number, { readonly open: bigint; readonly signed: bigint }]>([
    ['an order that is still to be placed', 'orderBy: 2029-01-01', 2029, { open: 3n * billion, signed: 0n }],
    ['a contract that is signed, in its own year', 'ordered: 2026-01-05', 2026, { open: 0n, signed: 3n * billion }],
    ['a contract that is to be signed', 'ordered: 2029-02-01', 2029, { open: 3n * billion, signed: 0n }],
    ['nothing of an order whose day passed', 'orderBy: 2026-01-05', 2026, { open: 0n, signed: 0n }],
    ['nothing of another year', 'orderBy: 2028-01-01', 2029, { open: 0n, signed: 0n }],
  ])('takes off %s', (_, day, year, expected) => {
    const estate = withPools(day);
    expect(caps(estate, year, 5n)).toMatchObject(expected);
    expect(capsLeft(estate, new Map([[year, 5n * billion]])).get(year)).toBe(5n * billion - expected.open - expected.signed);
  });

  it.each<[readonly string[], bigint, boolean, bigint]>([
    [['orderBy: 2029-01-01'], 3n, false, 0n],
    [['orderBy: 2029-01-01'], 2n, true, 1n],
    [['orderBy: 2029-01-01', 'orderBy: 2029-05-01'], 5n, true, 1n],
  ])('is exceeded by %j under a cap of %d billion: %s', (days, cap, broken, beyond) => {
    const use = caps(withPools(...days), 2029, cap);
    expect(use === undefined ? undefined : [isBroken(use), beyondCap(use)]).toEqual([broken, beyond * billion]);
  });

  it('signed contracts beyond it leave nothing, and are no decision to be taken', () => {
    const use = caps(withPools('ordered: 2026-01-05'), 2026, 2n);
    expect(use === undefined ? undefined : [isBroken(use), beyondCap(use)]).toEqual([false, billion]);
    expect(capsLeft(withPools('ordered: 2026-01-05'), new Map([[2026, 2n * billion]])).get(2026)).toBe(0n);
  });
});

it('counts on a contract that is to be signed, so that nobody buys it twice', () => {
  const own = withPools('ordered: 2029-02-01', 'orderBy: 2026-01-05');
  const counted = own.sites['ndc-01']?.nodePools.filter((one) => one.id.startsWith('more-')).map((one) => isOwned(one, own));
  expect(counted).toEqual([true, false]);
});
