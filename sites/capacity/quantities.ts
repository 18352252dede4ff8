/**
 * Amounts by resource: `cpu` (milliCPU), `memory` (bytes), `gpu`, `pods`, `storage/<class>` (usable bytes).
 * A resource that is absent is zero.
 */
export type Quantities = ReadonlyMap<string, bigint>;

/** Nodes yield to who is protected better; data keep their disks. */
export const isStorage = (resource: string): boolean => resource.startsWith('storage/');

export function addTo(total: Map<string, bigint>, more: Quantities): void {
  for (const [resource, amount] of more) total.set(resource, (total.get(resource) ?? 0n) + amount);
}

export function sum(all: Iterable<Quantities>): Quantities {
  const total = new Map<string, bigint>();
  for (const one of all) addTo(total, one);
  return total;
}
