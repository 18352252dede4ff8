import type { Quota } from '../intent/environment.js';
import { printBytes, printCpu } from '../model/units.js';

/** Words that are no plain text to YAML, though ids may be spelt so. */
const reserved: ReadonlySet<string> = new Set(['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n']);

/** An id as a key or value of YAML. */
export const yamlId = (id: string): string => (reserved.has(id) ? `"${id}"` : id);

/** A quota in figures, as one line to paste. */
export function quotaLine({ cpu, memory, gpu, storage, pods, loadBalancers, backup }: Quota): string {
  const classes = Object.entries(storage).map(([name, size]) => `${yamlId(name)}: ${printBytes(size)}`);
  return `quota: {${[
    `cpu: ${printCpu(cpu)}`,
    `memory: ${printBytes(memory)}`,
    ...(gpu === 0 ? [] : [`gpu: ${gpu}`]),
    `storage: {${classes.join(', ')}}`,
    `pods: ${pods}`,
    ...(loadBalancers === 0 ? [] : [`loadBalancers: ${loadBalancers}`]),
    ...(backup === 0n ? [] : [`backup: ${printBytes(backup)}`]),
  ].join(', ')}}`;
}
