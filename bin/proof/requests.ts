/** Resources that a container may ask for by a plain name. */
const plain = new Set(['cpu', 'memory', 'ephemeral-storage']);

/**
 * A resource by a name that Kubernetes takes for it. Any name with a domain is an extended resource there; what has none,
 * or one that Kubernetes keeps for itself, gets ours.
 */
export const resourceName = (name: string): string => (plain.has(name) || (/^[^/]+\/[^/]+$/.test(name) && !/^([^/]*\.)?kubernetes\.io\//.test(name) && !name.startsWith('requests.')) ? name : `ndc.gov.vn/${name.replaceAll('/', '.')}`);

/** Amounts as Kubernetes writes them: `cpu` in thousandths, the others in whole bytes or pieces. */
export const podRequests = (amounts: ReadonlyMap<string, bigint>): Record<string, string> => Object.fromEntries([...amounts].filter(([, amount]) => amount > 0n).map(([name, amount]) => [resourceName(name), name === 'cpu' ? `${amount}m` : `${amount}`]));
