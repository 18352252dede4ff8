import { blockAddress } from './addresses.js';
import { at, textAt, type Json } from './json.js';
import { referencesOf } from './references.js';

/** A resource block of the configuration. Configuration is per module call, never per instance. */
export interface Block {
  /** Address without instance keys. */
  readonly address: string;
  readonly modules: readonly string[];
  readonly type: string;
  readonly managed: boolean;
  /** Instances per instance of its module: 1, a constant `count`, or undefined where only evaluation tells. */
  readonly instances: number | undefined;
  readonly expressions: Json | undefined;
  /** What `for_each` refers to: where `each.value` comes from. */
  readonly forEach: readonly string[];
}

/** One element of `resources` in a module of `configuration`. */
export function blockOf(element: Json, modules: readonly string[]): Block {
  const [mode, type, name] = [textAt(element, 'mode') ?? 'managed', textAt(element, 'type') ?? '', textAt(element, 'name') ?? ''];
  return {
    address: blockAddress(modules, mode, type, name),
    modules,
    type,
    managed: mode === 'managed',
    instances: instancesOf(element),
    expressions: at(element, 'expressions'),
    forEach: referencesOf(at(element, 'for_each_expression')),
  };
}

/** How often a block or module call with `count` or `for_each` stands there, where that is written down as a number. */
export function instancesOf(element: Json | undefined): number | undefined {
  if (at(element, 'for_each_expression') !== undefined) return undefined;
  const count = at(element, 'count_expression');
  if (count === undefined) return 1;
  const constant = Number(at(count, 'constant_value') ?? Number.NaN);
  return Number.isInteger(constant) && constant >= 0 ? constant : undefined;
}
