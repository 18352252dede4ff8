import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names of everything one laboratory makes begin alike, so that whatever is left of it is found without it. */
const prefix = 'ndc-lab-';

const idPattern = /^[0-9a-f]{6}$/;

/** Below the machine's folder for temporary files: the path of a socket may have 107 bytes, and another user has to get there. */
export const laboratoryFolder = (id: string): string => join(tmpdir(), `${prefix}${id}`);

/** Who made it: process and start time. */
export const ownerFile = (id: string): string => join(laboratoryFolder(id), 'owner.json');

export const namespaceOf = (id: string, node: number): string => `${prefix}${id}-${String(node)}`;

/** Which laboratory a namespace or a folder belongs to. */
export function laboratoryOf(name: string): string | undefined {
  const id = name.startsWith(prefix) ? name.slice(prefix.length, prefix.length + 6) : '';
  return idPattern.test(id) && /^(-\d+)?$/.test(name.slice(prefix.length + 6)) ? id : undefined;
}

/** The interface of a node that leads to another. */
export const interfaceTo = (other: number): string => `to${String(other)}`;

/** Address of a node as another reaches it: every pair has a network of its own, inside the laboratory alone. */
export const addressOf = (node: number, from: number): string => `10.${String(Math.min(node, from))}.${String(Math.max(node, from))}.${node < from ? '1' : '2'}`;

/** The namespace by which a process tries whether it can make any. */
export const probeNamespace = (pid: number): string => `ndc-probe-${String(pid)}`;

/** Which process tries with a namespace of this name. */
export const proberOf = (namespace: string): number | undefined => {
  const pid = /^ndc-probe-(\d+)$/.exec(namespace)?.[1];
  return pid === undefined ? undefined : Number(pid);
};
