import type { KubernetesObject } from '@kubernetes/client-node';
import type { synthesise } from '../../../stacks/synthesise.js';
import { readTexts } from '../../constructs/probe.js';

export type Manifest = KubernetesObject & Readonly<Record<string, unknown>>;

interface Tree {
  readonly resource?: { readonly kubernetes_manifest?: Readonly<Record<string, { readonly manifest: Manifest }>> };
}

/** Every manifest of the protection stacks, by site. */
export const manifestsOf = (stacks: ReturnType<typeof synthesise>): readonly { readonly site: string; readonly manifest: Manifest }[] =>
  stacks
    .filter(({ kind }) => kind === 'protection')
    .flatMap(({ site, json }) => Object.values((readTexts(JSON.parse(json)) as Tree).resource?.kubernetes_manifest ?? {}).map(({ manifest }) => ({ site, manifest })));

/** What stands in `given` and not in `live`, by path: an API server drops what its schema does not know. */
export function dropped(given: unknown, live: unknown, path = ''): readonly string[] {
  if (typeof given !== 'object' || given === null) return given === live || (typeof given === 'number' && String(given) === String(live)) ? [] : [`${path}: ${JSON.stringify(given)} is ${JSON.stringify(live)}`];
  if (typeof live !== 'object' || live === null) return [`${path} is gone`];
  return Object.entries(given).flatMap(([key, value]) => dropped(value, (live as Record<string, unknown>)[key], `${path}/${key}`));
}
