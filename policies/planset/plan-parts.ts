import type { Path, Treatment } from './json-splitter.js';
import { textAt, type Json } from './json.js';

/** Fields of a plan that this reader knows. Others are named in its report, never guessed at. */
const topFields: Readonly<Record<string, Treatment>> = {
  format_version: 'keep',
  terraform_version: 'keep',
  timestamp: 'keep',
  errored: 'keep',
  complete: 'keep',
  applyable: 'keep',
  resource_changes: 'each',
  resource_drift: 'each',
  deferred_changes: 'each',
  checks: 'each',
  planned_values: 'enter',
  prior_state: 'enter',
  configuration: 'enter',
  output_changes: 'enter',
  // Values of variables stand there in clear, sensitive ones too.
  variables: 'skip',
  relevant_attributes: 'skip',
  proposed_unknown: 'skip',
};

export const isTopField = (name: string): boolean => Object.hasOwn(topFields, name);

/** Outputs that name the stack; no other output's value is of interest where it is not planned. */
const isIdentity = (name: unknown): boolean => name === 'ndc_site' || name === 'ndc_stack' || name === 'ndc_estate';

/** Field of the log lines that `plan -json` prints, which people take for the plan. */
const logLine = '@level';

/** How each part of a plan is read: what grows with the number of resources is handed over one by one or only counted. */
export function planPart(path: Path, before: Json): Treatment {
  const [top, second, third, ...rest] = path;
  if (top === undefined) return 'enter';
  if (second === undefined) return logLine === top ? 'keep' : ((Object.hasOwn(topFields, top) ? topFields[top] : undefined) ?? 'skip');
  switch (top) {
    case 'planned_values':
      if (second === 'outputs') return third === undefined ? 'enter' : 'keep';
      return second === 'root_module' ? module(path.slice(2), 'count', before) : 'skip';
    case 'prior_state':
      if (second !== 'values') return 'skip';
      if (third === undefined) return 'enter';
      if (third === 'outputs') return rest.length === 0 ? 'enter' : isIdentity(rest[0]) ? 'keep' : 'skip';
      return third === 'root_module' ? module(rest, 'each', before) : 'skip';
    case 'configuration':
      if (second === 'provider_config') return path.length < 4 ? 'enter' : 'keep';
      return second === 'root_module' ? configured(path.slice(2)) : 'skip';
    case 'checks':
      // Messages quote values.
      return third === undefined ? 'enter' : third === 'address' || third === 'status' ? 'keep' : 'skip';
    case 'output_changes':
      return isIdentity(second) ? 'keep' : 'skip';
    default:
      return 'keep';
  }
}

/** A module of values: its resources, and those of its child modules. */
function module(path: Path, resources: 'each' | 'count', before: Json): Treatment {
  const [first, second, field] = path;
  if (first === undefined) return 'enter';
  if (first === 'resources') return second === undefined ? resources : field === undefined ? 'enter' : recorded(field, before);
  if (first !== 'child_modules') return 'skip';
  return second === undefined ? 'enter' : module(path.slice(2), resources, before);
}

/** A resource of the state: its values stand in the changes too, except a data source's. Both engines write the mode first. */
function recorded(field: Path[number], before: Json): Treatment {
  if (field === 'address' || field === 'mode' || field === 'type' || field === 'name') return 'keep';
  return (field === 'values' || field === 'sensitive_values') && textAt(before, 'mode') !== 'managed' ? 'keep' : 'skip';
}

/** A module of the configuration. Defaults of variables stand in `variables`. */
function configured(path: Path): Treatment {
  const [first, call, part] = path;
  if (first === undefined) return 'enter';
  if (first === 'resources') return call === undefined ? 'each' : 'keep';
  if (first === 'outputs') return 'keep';
  if (first !== 'module_calls') return 'skip';
  if (call === undefined || part === undefined) return 'enter';
  if (part === 'module') return configured(path.slice(3));
  return part === 'expressions' || part === 'for_each_expression' || part === 'count_expression' ? 'keep' : 'skip';
}

/** Names of the module calls a block of the configuration stands in, from its path. */
export const modulesOf = (path: Path): readonly string[] => path.flatMap((key, index) => (index >= 2 && index % 3 === 0 && path[index - 1] === 'module_calls' ? [String(key)] : []));
