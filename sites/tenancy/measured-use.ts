import type { EnvironmentIntent } from '../intent/environment.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { RecordEntry } from '../model/kinds/ledger.js';
import type { MeasuredUse, UseByNamespace } from './approval-growth.js';

type Recorded = DeepReadonly<NonNullable<RecordEntry['use']>[number]>;

/**
 * What the records say was used of each environment where it runs: its newest measurement at its primary site. What a
 * standby used says nothing of what the environment needs. Where two end on one day, the larger amounts count.
 */
export function measuredUse(records: Estate['records'], environments: readonly Pick<EnvironmentIntent, 'namespace' | 'primary'>[]): UseByNamespace {
  const home = new Map(environments.map(({ namespace, primary }) => [namespace, primary.site]));
  const found = new Map<string, MeasuredUse>();
  for (const entry of Object.values(records).flatMap(({ record, use }) => (record === 'usage' ? (use ?? []) : []))) {
    if (home.get(entry.namespace) !== entry.site) continue;
    const known = found.get(entry.namespace);
    if (known !== undefined && known.on > entry.to) continue;
    found.set(entry.namespace, known?.on === entry.to ? larger(known, useOf(entry)) : useOf(entry));
  }
  return Object.fromEntries(found);
}

const useOf = ({ to, cpu, memory, gpu, storage }: Recorded): MeasuredUse => ({
  on: to,
  ...(cpu === undefined ? {} : { cpu }),
  ...(memory === undefined ? {} : { memory }),
  ...(gpu === undefined ? {} : { gpu: BigInt(gpu) }),
  ...(storage === undefined ? {} : { storage }),
});

function larger(a: MeasuredUse, b: MeasuredUse): MeasuredUse {
  const [cpu, memory, gpu] = [most(a.cpu, b.cpu), most(a.memory, b.memory), most(a.gpu, b.gpu)];
  const [left, right] = [new Map(Object.entries(a.storage ?? {})), new Map(Object.entries(b.storage ?? {}))];
  const storage = [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const size = most(left.get(name), right.get(name));
    return size === undefined ? [] : [[name, size] as const];
  });
  return { on: a.on, ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }), ...(gpu === undefined ? {} : { gpu }), ...(storage.length === 0 ? {} : { storage: Object.fromEntries(storage) }) };
}

const most = (a: bigint | undefined, b: bigint | undefined): bigint | undefined => (a === undefined || (b !== undefined && b > a) ? b : a);
