import type { Json } from '../planset/json.js';
import type { ReadPlanSet, ReadStack } from '../planset/read-model.js';
import { readPlan } from '../planset/read-plan.js';
import { absentStack } from '../planset/read-planset.js';
import { parsePath } from './path.js';
import type { RuleTestCase, TestedResource } from './test-file.js';

type Tree = { readonly [key: string]: Json };

/** What a value known only at apply refers to in a test. */
const later = { references: ['terraform_data.later.output'] };

/**
 * The plan set that a test case stands for. It is written as engines write a plan and read by the same reader as any
 * other, so that a test holds what an audit will find.
 */
export function plansetOf(given: RuleTestCase, defaultSite: string): ReadPlanSet {
  const { site = defaultSite, organisation } = given;
  const kind = organisation === undefined ? 'platform' : 'tenant';
  const identity = { name: organisation === undefined ? `${site}-platform` : `${site}-tenant-${organisation}`, kind, site, ...(organisation === undefined ? {} : { organisation }) } as const;
  const stacks: ReadStack[] = [readPlan(identity, 'test', planOf(given))];
  if (given.unreadStack === true) stacks.push(absentStack({ name: `${site}-protection`, kind: 'protection', site }, { is: 'not-given', declared: false }));
  return { mode: 'planset', stacks };
}

function planOf(given: RuleTestCase): Tree {
  const resources = [...manifests(given), ...(given.resources ?? [])];
  const changes = resources.map(({ type, name, actions, before, after, after_unknown: unknown = {}, before_sensitive = {}, after_sensitive = {} }) => ({
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    change: { actions: actions ?? actionsOf(before, after), before: before ?? null, after: after ?? null, after_unknown: unknown, before_sensitive, after_sensitive },
  }));
  const blocks = resources.filter(({ after }) => after !== undefined).map(({ type, name, after_unknown: unknown = {}, expressions }) => ({ address: `${type}.${name}`, mode: 'managed', type, name, expressions: expressions ?? referring(unknown as Json) ?? {} }));
  const hidden = given.incomplete === true ? [{ address: 'kubernetes_config_map_v1.left-out', mode: 'managed', type: 'kubernetes_config_map_v1', name: 'left-out', expressions: {} }] : [];
  // Plain JSON from here on: whatever YAML held becomes what a plan would hold.
  return JSON.parse(
    JSON.stringify({
      format_version: '1.2',
      terraform_version: '1.11.4',
      planned_values: { outputs: {}, root_module: { resources: changes.map(({ address, mode, type, name }) => ({ address, mode, type, name, values: {} })) } },
      resource_changes: changes,
      configuration: { root_module: { resources: [...blocks, ...hidden] } },
    }),
  ) as Tree;
}

const actionsOf = (before: unknown, after: unknown): readonly string[] => (before === undefined ? ['create'] : after === undefined ? ['delete'] : JSON.stringify(before) === JSON.stringify(after) ? ['no-op'] : ['update']);

/** Manifests as `kubernetes_manifest` resources: what is recorded and what will be meet by kind, namespace and name. */
function manifests({ objects = [], recorded = [], unknown = [] }: RuleTestCase): TestedResource[] {
  const before = new Map(recorded.map((manifest) => [keyOf(manifest), manifest]));
  const marks = unknown.flatMap((path) => {
    const parsed = parsePath(path);
    return 'steps' in parsed ? [parsed.steps.flatMap((step) => (step === 'each' ? [] : 'key' in step ? step.key : step.index))] : [];
  });
  const made = (manifest: Record<string, unknown> | undefined, old: Record<string, unknown> | undefined, index: number): TestedResource => ({
    type: 'kubernetes_manifest',
    name: `object_${index}`,
    ...(old === undefined ? {} : { before: { manifest: old, object: old } }),
    ...(manifest === undefined ? {} : { after: { manifest: marks.reduce((object, path) => without(object, path) as Record<string, unknown>, manifest) }, after_unknown: { manifest: marks.reduce<unknown>((mask, path) => marked(mask, path), {}) } }),
  });
  const gone = [...before].filter(([key]) => !objects.some((manifest) => keyOf(manifest) === key)).map(([, manifest]) => manifest);
  return [...objects.map((manifest, index) => made(manifest, before.get(keyOf(manifest)), index)), ...gone.map((manifest, index) => made(undefined, manifest, objects.length + index))];
}

function keyOf({ kind, metadata }: Record<string, unknown>): string {
  const { namespace, name } = (typeof metadata === 'object' && metadata !== null ? metadata : {}) as { namespace?: unknown; name?: unknown };
  return JSON.stringify([kind, namespace, name]);
}

/** The value without what stands at a path: an unknown map key vanishes from `after`, an unknown element becomes null. */
function without(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner: unknown, index) => (index === step ? (rest.length === 0 ? null : without(inner, rest)) : inner));
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (key === step ? (rest.length === 0 ? [] : [[key, without(inner, rest)]]) : [[key, inner as unknown]])));
}

/** `after_unknown` with a mark more. Elements before a marked one are known. */
function marked(mask: unknown, [step, ...rest]: readonly (string | number)[]): unknown {
  if (step === undefined) return true;
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(mask) ? [...(mask as unknown[])] : [];
    while (list.length <= step) list.push({});
    list[step] = marked(list[step], rest);
    return list;
  }
  const known = typeof mask === 'object' && mask !== null ? (mask as Record<string, unknown>) : {};
  return { ...known, [step]: marked(known[step], rest) };
}

/** Expressions of a block in which every unknown value refers to something known at apply. */
function referring(unknown: Json): Json | undefined {
  if (unknown === true) return later;
  if (Array.isArray(unknown)) return (unknown as readonly Json[]).map((inner) => referring(inner) ?? {});
  if (typeof unknown !== 'object' || unknown === null) return undefined;
  return Object.fromEntries(Object.entries(unknown).flatMap(([key, inner]) => {
    const expression = referring(inner);
    return expression === undefined ? [] : [[key, expression]];
  }));
}
