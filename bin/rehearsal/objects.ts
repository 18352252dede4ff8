import { isUnknown, type KubernetesObject } from '../../policies/planset/read-model.js';
import { readOffline, type SynthesisedStack } from '../../policies/planset/read-planset.js';
import type { PlainObject } from '../edge/cluster-dry-run.js';

/** An object a failover creates or changes. */
export interface FailoverObject {
  readonly stack: string;
  readonly address: string;
  readonly change: 'create' | 'update';
  /** Absent where a part of it is not known before an apply: it cannot be tried. */
  readonly object?: PlainObject;
  readonly shown: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly namespace?: string };
}

/** Every object that stands otherwise in the stacks after a loss than in those of today, by stack. */
export function failoverObjects(today: readonly SynthesisedStack[], after: readonly SynthesisedStack[]): readonly FailoverObject[] {
  const now = new Map(today.map((stack) => [stack.name, stack]));
  return after.flatMap((stack) => {
    const before = now.get(stack.name);
    // Most stacks of an estate are the same before and after: their texts say so.
    if (before?.json === stack.json) return [];
    const known = new Map(before === undefined ? [] : objectsOf(before).map(({ address, object }) => [address, JSON.stringify(plainOf(object))]));
    return objectsOf(stack).flatMap(({ address, object }): FailoverObject[] => {
      const plain = plainOf(object);
      const stood = known.get(address);
      if (stood !== undefined && stood === JSON.stringify(plain)) return [];
      const { apiVersion, kind, name, namespace } = object;
      return [{ stack: stack.name, address, change: stood === undefined ? 'create' : 'update', ...(plain === undefined ? {} : { object: plain }), shown: { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) } }];
    });
  });
}

const objectsOf = (stack: SynthesisedStack): readonly { readonly address: string; readonly object: KubernetesObject }[] =>
  readOffline([stack]).stacks.flatMap(({ resources }) => resources.flatMap(({ address, chart, after }) => (after === undefined || chart !== undefined ? [] : [{ address, object: after }])));

/** Kinds whose typed resources write a number or a name as text, where the API server tells them apart by their type. */
const numbersAsText: Readonly<Record<string, readonly string[]>> = {
  'networking.k8s.io/v1 NetworkPolicy': ['port'],
  'policy/v1 PodDisruptionBudget': ['maxUnavailable', 'minAvailable'],
  'v1 Service': ['targetPort'],
};

/** The object as an API server takes it; undefined where something in it is not known. */
function plainOf({ apiVersion, kind, name, namespace, labels, annotations, body }: KubernetesObject): PlainObject | undefined {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), labels, annotations };
  if (![metadata, body].every((part) => isWhole(part))) return undefined;
  const fields = numbersAsText[`${apiVersion} ${kind}`];
  return { apiVersion, kind, metadata, ...(fields === undefined ? body : (withNumbers(body, fields) as object)) };
}

function withNumbers(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((inner) => withNumbers(inner, fields));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]): [string, unknown] => [key, fields.includes(key) && typeof inner === 'string' && /^\d+$/.test(inner) ? Number(inner) : withNumbers(inner, fields)]));
}

function isWhole(value: unknown): boolean {
  if (isUnknown(value)) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isWhole);
}
