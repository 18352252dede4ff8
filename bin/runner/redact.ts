import { configAddress, isObject, stateResources, type Change, type ConfigModule, type JsonObject, type PlanJson, type ResourceChange, type StateModule, type StateResource, type StateValues } from './plan-json.js';
import { redactManifest, redactManifestText } from './redact-secrets.js';

/** Stands where a value was taken out. Sensitivity marks stay, so that a reader can tell it from data. */
export const redacted = '(redacted)';

/** Values at marked places replaced. A mark is `true`, or a map or list of marks. */
export function redactMarked(value: unknown, mark: unknown): unknown {
  if (mark === true) return value === null || value === undefined ? value : redacted;
  if (Array.isArray(value) && Array.isArray(mark)) return value.map((item, index) => redactMarked(item, mark[index]));
  if (isObject(value) && isObject(mark)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, Object.hasOwn(mark, key) ? redactMarked(inner, mark[key]) : inner]));
  return value;
}

/** Attributes that hold a Secret's content, whatever the provider marks. */
const secretAttributes = ['data', 'binary_data', 'string_data', 'data_wo', 'binary_data_wo', 'immutable_data'];
const isSecretType = (type: string): boolean => /^kubernetes_secret(_v\d+)?(_data)?$/.test(type);

/** What no mark protects: Secrets as manifests, and Secrets inside rendered charts. */
function redactByType(type: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  if (isSecretType(type)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, secretAttributes.includes(key) && inner !== null ? redacted : inner]));
  if (type === 'kubernetes_manifest') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'manifest' || key === 'object' ? redactManifest(inner, redacted) : inner]));
  if (type === 'helm_template' || type === 'helm_release')
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key === 'manifest' && typeof inner === 'string') return [key, redactManifestText(inner, redacted)];
        if (key === 'manifests' && isObject(inner)) return [key, Object.fromEntries(Object.entries(inner).map(([name, text]) => [name, typeof text === 'string' ? redactManifestText(text, redacted) : text]))];
        // Notes quote generated passwords; nothing judges them.
        if (key === 'metadata' && isObject(inner) && typeof inner['notes'] === 'string') return [key, { ...inner, notes: redacted }];
        return [key, key === 'notes' && typeof inner === 'string' ? redacted : inner];
      }),
    );
  return value;
}

const redactValue = (type: string, value: unknown, mark: unknown): unknown => redactByType(type, redactMarked(value, mark));

function redactChange(type: string, change: Change): Change {
  // A key that only `after` marks is as secret in `before`, and the other way round.
  const marks = [change.before_sensitive, change.after_sensitive];
  const clean = (value: unknown): unknown => marks.reduce((here: unknown, mark) => redactValue(type, here, mark), value);
  return {
    ...change,
    ...('before' in change ? { before: clean(change.before) } : {}),
    ...('after' in change ? { after: clean(change.after) } : {}),
    ...('generated_config' in change ? { generated_config: redacted } : {}),
  };
}

const redactResourceChange = (resource: ResourceChange): ResourceChange => ({ ...resource, change: redactChange(resource.type, resource.change) });

function redactModule(module: StateModule): StateModule {
  return {
    ...module,
    ...(module.resources === undefined
      ? {}
      : { resources: module.resources.map((resource) => ({ ...resource, ...(resource.values === undefined ? {} : { values: redactValue(resource.type, resource.values, resource.sensitive_values) as JsonObject }) })) }),
    ...(module.child_modules === undefined ? {} : { child_modules: module.child_modules.map(redactModule) }),
  };
}

function redactState(state: StateValues): StateValues {
  return {
    ...state,
    ...(state.outputs === undefined
      ? {}
      : { outputs: Object.fromEntries(Object.entries(state.outputs).map(([name, output]) => [name, output.sensitive === true && 'value' in output ? { ...output, value: redacted } : output])) }),
    ...(state.root_module === undefined ? {} : { root_module: redactModule(state.root_module) }),
  };
}

/** Every mark known of a configured resource, over all its instances. */
function marksByConfigAddress(plan: PlanJson): Map<string, unknown[]> {
  const marks = new Map<string, unknown[]>();
  const add = (address: string, mark: unknown): void => {
    if (mark === undefined || mark === false) return;
    const key = configAddress(address);
    marks.set(key, [...(marks.get(key) ?? []), mark]);
  };
  for (const { address, change } of [...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])]) {
    add(address, change.before_sensitive);
    add(address, change.after_sensitive);
  }
  const states: readonly StateResource[] = [...stateResources(plan.prior_state?.values?.root_module), ...stateResources(plan.planned_values?.root_module)];
  for (const { address, sensitive_values: mark } of states) add(address, mark);
  return marks;
}

/** Literals below an expression replaced; references, which hold no value, stay. */
function withoutConstants(expression: unknown): unknown {
  if (Array.isArray(expression)) return expression.map(withoutConstants);
  if (!isObject(expression)) return expression;
  return Object.fromEntries(Object.entries(expression).map(([key, inner]) => [key, key === 'constant_value' ? redacted : withoutConstants(inner)]));
}

function redactExpression(expression: unknown, mark: unknown): unknown {
  if (mark === true) return withoutConstants(expression);
  if (isObject(expression) && 'constant_value' in expression) return { ...expression, constant_value: redactMarked(expression['constant_value'], mark) };
  if (Array.isArray(expression)) return expression.map((item: unknown, index) => redactExpression(item, Array.isArray(mark) ? mark[index] : mark));
  // A single block is written without a list in configuration, with one in values.
  const inside = Array.isArray(mark) && mark.length === 1 ? (mark[0] as unknown) : mark;
  if (isObject(expression) && isObject(inside)) return Object.fromEntries(Object.entries(expression).map(([key, inner]) => [key, Object.hasOwn(inside, key) ? redactExpression(inner, inside[key]) : inner]));
  return expression;
}

function redactConfig(module: ConfigModule, path: string, marks: ReadonlyMap<string, unknown[]>): ConfigModule {
  return {
    ...module,
    ...(module.variables === undefined
      ? {}
      : { variables: Object.fromEntries(Object.entries(module.variables).map(([name, variable]) => [name, isObject(variable) && 'default' in variable ? { ...variable, default: redacted } : variable])) }),
    ...(module.resources === undefined
      ? {}
      : {
          resources: module.resources.map((resource) => {
            if (resource.expressions === undefined) return resource;
            const marked = (marks.get(`${path}${resource.address}`) ?? []).reduce((here: unknown, mark) => redactExpression(here, mark), resource.expressions);
            return { ...resource, expressions: redactExpressionsByType(resource.type, marked) };
          }),
        }),
    ...(module.module_calls === undefined
      ? {}
      : {
          module_calls: Object.fromEntries(
            Object.entries(module.module_calls).map(([name, call]) => [
              name,
              {
                ...call,
                // What enters a module may be a secret there; the values themselves stand, marked, in the resources.
                ...(call.expressions === undefined ? {} : { expressions: withoutConstants(call.expressions) as JsonObject }),
                ...(call.module === undefined ? {} : { module: redactConfig(call.module, `${path}module.${name}.`, marks) }),
              },
            ]),
          ),
        }),
  };
}

function redactExpressionsByType(type: string, expressions: unknown): JsonObject {
  if (!isObject(expressions)) return {};
  if (isSecretType(type)) return Object.fromEntries(Object.entries(expressions).map(([key, inner]) => [key, secretAttributes.includes(key) ? withoutConstants(inner) : inner]));
  const manifest = expressions['manifest'];
  if (type === 'kubernetes_manifest' && isObject(manifest) && 'constant_value' in manifest) return { ...expressions, manifest: { ...manifest, constant_value: redactManifest(manifest['constant_value'], redacted) } };
  return expressions;
}

/**
 * A plan's JSON without secrets: values at sensitive places, every variable's value and default, literals of sensitive
 * attributes in the configuration, provider arguments, and the content of Secrets in manifests and rendered charts.
 */
export function redactPlan(raw: unknown): unknown {
  if (!isObject(raw)) return raw;
  const plan = raw as PlanJson & JsonObject;
  const marks = marksByConfigAddress(plan);
  const prior = plan.prior_state;
  const variables = plan['variables'];
  const deferred = plan['deferred_changes'];
  return {
    ...plan,
    ...(Array.isArray(deferred)
      ? { deferred_changes: (deferred as { resource_change?: ResourceChange }[]).map((each) => (each.resource_change === undefined ? each : { ...each, resource_change: redactResourceChange(each.resource_change) })) }
      : {}),
    ...(isObject(variables) ? { variables: Object.fromEntries(Object.keys(variables).map((name) => [name, { value: redacted }])) } : {}),
    ...(plan.resource_changes === undefined ? {} : { resource_changes: plan.resource_changes.map(redactResourceChange) }),
    ...(plan.resource_drift === undefined ? {} : { resource_drift: plan.resource_drift.map(redactResourceChange) }),
    ...(plan.output_changes === undefined ? {} : { output_changes: Object.fromEntries(Object.entries(plan.output_changes).map(([name, change]) => [name, redactChange('output', change)])) }),
    ...(plan.planned_values === undefined ? {} : { planned_values: redactState(plan.planned_values) }),
    ...(prior === undefined ? {} : { prior_state: { ...prior, ...(prior.values === undefined ? {} : { values: redactState(prior.values) }) } }),
    ...(plan.configuration === undefined ? {} : { configuration: redactConfiguration(plan.configuration, marks) }),
  };
}

function redactConfiguration(configuration: NonNullable<PlanJson['configuration']>, marks: ReadonlyMap<string, unknown[]>): JsonObject {
  const whole = configuration as JsonObject;
  const providers = whole['provider_config'];
  return {
    ...whole,
    ...(isObject(providers)
      ? { provider_config: Object.fromEntries(Object.entries(providers).map(([name, provider]) => [name, isObject(provider) && 'expressions' in provider ? { ...provider, expressions: withoutConstants(provider['expressions']) } : provider])) }
      : {}),
    ...(configuration.root_module === undefined ? {} : { root_module: redactConfig(configuration.root_module, '', marks) }),
  };
}
