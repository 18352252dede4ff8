import { configurationKey } from './addresses.js';
import { at, entriesOf, listAt, textAt, type Json } from './json.js';

/** What a plan's `configuration` says of one resource block. */
export interface ConfiguredResource {
  readonly expressions: Json | undefined;
  /** Address without instance keys, as a reader knows it. */
  readonly address: string;
  readonly managed: boolean;
  /** Stands under no count and no for_each, its modules neither: exactly one instance must exist. */
  readonly single: boolean;
}

export interface Configuration {
  readonly resources: ReadonlyMap<string, ConfiguredResource>;
  readonly outputs: readonly string[];
  /** Names of Kubernetes provider configurations: more than one, and it cannot be told which cluster a resource is for. */
  readonly clusters: readonly string[];
}

/** Reads `configuration`. Configuration is per module call, never per instance. */
export function configurationOf(plan: Json): Configuration {
  const resources = new Map<string, ConfiguredResource>();
  const visit = (module: Json | undefined, path: readonly string[], single: boolean): void => {
    for (const resource of listAt(module, 'resources')) {
      const [mode, type, name] = [textAt(resource, 'mode') ?? 'managed', textAt(resource, 'type') ?? '', textAt(resource, 'name') ?? ''];
      const counted = at(resource, 'count_expression') !== undefined || at(resource, 'for_each_expression') !== undefined;
      resources.set(configurationKey(path, mode, type, name), {
        expressions: at(resource, 'expressions'),
        address: [...path.map((call) => `module.${call}`), ...(mode === 'data' ? ['data'] : []), type, name].join('.'),
        managed: mode === 'managed',
        single: single && !counted,
      });
    }
    for (const [name, call] of entriesOf(at(module, 'module_calls'))) {
      const counted = at(call, 'count_expression') !== undefined || at(call, 'for_each_expression') !== undefined;
      visit(at(call, 'module'), [...path, name], single && !counted);
    }
  };
  const configuration = at(plan, 'configuration');
  const root = at(configuration, 'root_module');
  visit(root, [], true);
  return {
    resources,
    outputs: entriesOf(at(root, 'outputs')).map(([name]) => name),
    clusters: entriesOf(at(configuration, 'provider_config'))
      .filter(([, provider]) => textAt(provider, 'name') === 'kubernetes' && textAt(provider, 'module_address') === undefined)
      .map(([key]) => key),
  };
}
