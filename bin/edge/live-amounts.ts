import { z } from 'zod';
import type { Quantities } from '../../sites/capacity/quantities.js';
import { parseBytes, parseCpu, parseQuantity, QuantityError } from '../../sites/model/units.js';
import { visible } from './visible.js';

export const metadata = z.object({ name: z.string(), namespace: z.string().optional(), labels: z.record(z.string(), z.string()).optional() });
/** Quantities come as text; a client that writes JSON by hand may send a number. */
export const quantities = z.record(z.string(), z.union([z.string(), z.number()])).optional();

/** The keys that `resourceOf` knows; a quantity that cannot be read counts as nothing and is named. */
export function amounts(from: z.output<typeof quantities>, resourceOf: (key: string) => string | undefined, object: string, unread: string[]): Quantities {
  const found = new Map<string, bigint>();
  for (const [key, written] of Object.entries(from ?? {})) {
    const resource = resourceOf(key);
    if (resource === undefined) continue;
    const amount = amountOf(resource, written);
    if (amount === undefined) unread.push(visible(`${object}: ${key} ${written}`, 120));
    else found.set(resource, amount);
  }
  return found;
}

/** Counted one by one; everything else that is not CPU comes in bytes. */
const counted: ReadonlySet<string> = new Set(['gpu', 'pods', 'loadBalancers']);

/** An amount of a resource in its smallest unit; undefined for what is no quantity of it. */
export function amountOf(resource: string, written: string | number): bigint | undefined {
  try {
    if (resource === 'cpu') return parseCpu(written);
    return counted.has(resource) ? parseQuantity(written, 1n) : parseBytes(written);
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}
