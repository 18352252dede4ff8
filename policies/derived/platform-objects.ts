import type { DeepReadonly } from '../../sites/model/estate.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { Text } from '../../sites/model/text.js';
import type { Column } from '../planset/lookup.js';
import { unnamed, type ReadStack } from '../planset/read-model.js';
import { seenIn } from './seen.js';

/** What a platform declares beside its charts, and what a system that moves there relies on. */
const kinds: ReadonlySet<string> = new Set([
  'Namespace',
  'StorageClass',
  'PriorityClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'PodDisruptionBudget',
  'ConfigMap',
]);

/** Objects by `Kind namespace/name`, and why more of them may stand there. */
export interface PlatformObjects {
  readonly names: ReadonlySet<string>;
  readonly unknown: readonly string[];
}

/** Objects of a site's platform stacks that no chart renders: those differ between versions, and are their component's. */
export function platformObjects(stacks: readonly ReadStack[], column: Column): PlatformObjects {
  const names = new Set<string>();
  const unknown: string[] = [];
  for (const { resource, object } of seenIn(stacks, column)) {
    if (resource.chart !== undefined || !kinds.has(object.kind)) continue;
    if (object.name === unnamed || object.namespace === unnamed) unknown.push(`${resource.address}: its name is known only at apply`);
    else names.add(`${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`);
  }
  return { names, unknown };
}

/** A storage class that only one of two sites declares need not stand in the other. */
const ownClass = (name: string, { storage }: DeepReadonly<Site>, other: DeepReadonly<Site>): boolean =>
  storage.some((entry) => name === `StorageClass ${entry.class}`) && !other.storage.some((entry) => name === `StorageClass ${entry.class}`);

/** A class of a pair of sites is of no use at a third one. */
const pairClass = (name: string, { id, storage }: DeepReadonly<Site>, { id: third }: DeepReadonly<Site>): boolean =>
  storage.some((entry) => {
    const start = `StorageClass ${entry.class}-`;
    if (!name.startsWith(start)) return false;
    const pair = name.slice(start.length);
    const other = pair.startsWith(`${id}-`) ? pair.slice(id.length + 1) : pair.endsWith(`-${id}`) ? pair.slice(0, -id.length - 1) : '';
    return other !== '' && other !== third;
  });

/** Objects one of two sites has and the other lacks. */
export function objectDifferences(a: DeepReadonly<Site>, b: DeepReadonly<Site>, left: PlatformObjects, right: PlatformObjects): readonly Text[] {
  const lacking = (has: DeepReadonly<Site>, lacks: DeepReadonly<Site>, there: PlatformObjects, here: PlatformObjects): readonly Text[] =>
    [...there.names]
      .filter((name) => !here.names.has(name) && !ownClass(name, has, lacks) && !pairClass(name, has, lacks))
      .sort()
      .map((name) => ({ vi: `${name} có ở ${has.id} mà không có ở ${lacks.id}`, en: `${name} stands in ${has.id} and not in ${lacks.id}` }));
  return [...lacking(a, b, left, right), ...lacking(b, a, right, left)];
}
