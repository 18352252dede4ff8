import { asStart, firstDay, lastDay, type Quarter } from '../../sites/model/calendar.js';
import type { Allowance } from './allowance.js';
import type { DerivedEnvironment } from './placement.js';

/**
 * What an environment is guaranteed in a quarter: its approved quota, or its forecast where that is larger.
 * Undefined once it has expired.
 */
export function guaranteedIn({ full, environment }: DerivedEnvironment, quarter: Quarter): Allowance | undefined {
  const { expiresAt, forecast = [] } = environment;
  if (expiresAt !== undefined && expiresAt < firstDay(quarter)) return undefined;
  const latest = forecast.filter(({ at }) => asStart(at) <= lastDay(quarter)).reduce<(typeof forecast)[number] | undefined>((a, b) => (a === undefined || asStart(b.at) >= asStart(a.at) ? b : a), undefined);
  if (latest === undefined) return full;
  const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
  return { ...full, cpu: larger(full.cpu, latest.cpu), memory: larger(full.memory, latest.memory), storage: grown(full.storage, latest.storage) };
}

/** A forecast gives storage as one figure: growth is shared out as the quota is, rounded up. */
function grown(storage: Allowance['storage'], total: bigint): Allowance['storage'] {
  const now = Object.values(storage).reduce((a, b) => a + b, 0n);
  if (now === 0n || total <= now) return storage;
  return Object.fromEntries(Object.entries(storage).map(([name, size]) => [name, (size * total + now - 1n) / now]));
}

/** Adds what an allowance takes from nodes and disks. Load balancers take neither; backups are judged with their retention by the family BAK. */
export function addTo(total: Map<string, bigint>, { cpu, memory, gpu, pods, storage }: Allowance, parts: { readonly nodes: boolean; readonly disks: boolean }): void {
  const add = (resource: string, value: bigint): unknown => total.set(resource, (total.get(resource) ?? 0n) + value);
  if (parts.nodes) {
    add('cpu', cpu);
    add('memory', memory);
    add('gpu', gpu);
    add('pods', pods);
  }
  if (parts.disks) for (const [name, bytes] of Object.entries(storage)) add(`storage/${name}`, bytes);
}
