import { configurationKey, modulePath } from './addresses.js';
import type { Configuration } from './configuration.js';
import { at, entriesOf, isObject, listAt, textAt, type Json } from './json.js';

const managed = (plan: Json): readonly Json[] => listAt(plan, 'resource_changes').filter((change) => textAt(change, 'mode') !== 'data');

/** A destroy plan is told by its actions: something is deleted, nothing else happens, and nothing remains planned. */
export function destroysAll(plan: Json): boolean {
  const changes = managed(plan);
  const root = at(at(plan, 'planned_values'), 'root_module');
  const remains = listAt(root, 'resources').length > 0 || listAt(root, 'child_modules').length > 0;
  return (
    !remains &&
    changes.length > 0 &&
    changes.every((change) => {
      const actions = listAt(at(change, 'change'), 'actions');
      return actions.length === 1 && (actions[0] === 'delete' || actions[0] === 'forget');
    })
  );
}

/**
 * Why a plan is not a whole one, computed: the engines' flags are not believed (OpenTofu has no `complete`,
 * Terraform says `complete: true` of `-refresh-only` and `-destroy`).
 */
export function incompleteness(plan: Json, configuration: Configuration): string[] {
  const reasons: string[] = [];
  if (at(plan, 'errored') === true) reasons.push('the plan errored');
  if (at(plan, 'complete') === false && at(plan, 'errored') !== true) reasons.push('the engine marks the plan as incomplete');
  if (listAt(plan, 'deferred_changes').length > 0) reasons.push(`${listAt(plan, 'deferred_changes').length} changes are deferred`);
  if (destroysAll(plan)) return reasons;
  const present = new Set(
    listAt(plan, 'resource_changes').map((change) =>
      configurationKey(modulePath(textAt(change, 'module_address')), textAt(change, 'mode') ?? 'managed', textAt(change, 'type') ?? '', textAt(change, 'name') ?? ''),
    ),
  );
  const missing = [...configuration.resources].filter(([key, resource]) => resource.managed && resource.single && !present.has(key)).map(([, resource]) => resource.address);
  if (missing.length > 0) reasons.push(`configured and absent from resource_changes: ${some(missing)}`);
  const planned = at(at(plan, 'planned_values'), 'outputs');
  const outputs = configuration.outputs.filter((name) => !isObject(planned) || !Object.hasOwn(planned, name));
  if (outputs.length > 0) reasons.push(`outputs absent from planned_values: ${some(outputs)}`);
  return reasons;
}

const some = (names: readonly string[]): string => (names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`);

/** Root outputs, sensitive ones without their value. */
export function rootOutputs(plan: Json): ReadonlyMap<string, { readonly value: Json | undefined; readonly sensitive: boolean }> {
  return new Map(entriesOf(at(at(plan, 'planned_values'), 'outputs')).map(([name, output]) => [name, { value: at(output, 'value'), sensitive: at(output, 'sensitive') === true }]));
}
