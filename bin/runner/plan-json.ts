/** What the runner reads of `show -json`; everything else is carried along. Format: https://developer.hashicorp.com/terraform/internals/json-format */
export interface PlanJson {
  readonly format_version?: string;
  readonly errored?: boolean;
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly prior_state?: { readonly values?: StateValues };
  readonly planned_values?: StateValues;
  readonly configuration?: { readonly root_module?: ConfigModule };
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface Change {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly importing?: unknown;
}

export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly module_address?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly deposed?: string;
  readonly change: Change;
  readonly action_reason?: string;
}

export interface StateValues {
  readonly outputs?: Readonly<Record<string, { readonly sensitive?: boolean; readonly value?: unknown }>>;
  readonly root_module?: StateModule;
}

export interface StateModule {
  readonly address?: string;
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly StateModule[];
}

export interface StateResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly values?: JsonObject;
  readonly sensitive_values?: unknown;
}

export interface ConfigModule {
  readonly resources?: readonly { readonly address: string; readonly type: string; readonly expressions?: JsonObject }[];
  readonly module_calls?: Readonly<Record<string, { readonly expressions?: JsonObject; readonly module?: ConfigModule }>>;
  readonly variables?: JsonObject;
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every resource of a state, modules included. */
export function stateResources(module: StateModule | undefined): readonly StateResource[] {
  if (module === undefined) return [];
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(stateResources)];
}

/**
 * An address without its instance keys, as configuration writes it: `module.m["s.1"].x.y[0]` → `module.m.x.y`.
 * Keys may hold dots, brackets and quotes.
 */
export function configAddress(address: string): string {
  let bare = '';
  for (let at = 0; at < address.length; at += 1) {
    if (address[at] !== '[') {
      bare += address[at] ?? '';
      continue;
    }
    at += 1;
    if (address[at] === '"') for (at += 1; at < address.length && address[at] !== '"'; at += 1) if (address[at] === '\\') at += 1;
    while (at < address.length && address[at] !== ']') at += 1;
  }
  return bare;
}
