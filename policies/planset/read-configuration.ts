import { pointer } from '../../sites/model/pointer.js';
import { columns, holdsSecret } from './change.js';
import { jsonObject } from './format-version.js';
import { at, entriesOf, isObject, textAt, type Json } from './json.js';
import { isKnownObject } from './kubernetes-object.js';
import { UnknownValue, type Known, type OpaqueChart, type ReadResource, type ReadStack } from './read-model.js';
import type { StackIdentity } from './read-plan.js';

/**
 * A synthesised `cdk.tf.json` as a stack: everything it declares is "after apply", nothing is recorded.
 * @throws PlanProblem where the document is no JSON object.
 */
export function readConfiguration(identity: StackIdentity, document: string, content: Json): ReadStack {
  const root = jsonObject(document, content);
  const resources = entriesOf(at(root, 'resource')).flatMap(([type, named]) =>
    entriesOf(named).map(([name, block]): ReadResource => {
      const constructPath = constructPathOf(block);
      const planned = columns(type, null, literal(declared(block)));
      return {
        stack: identity.name,
        site: identity.site,
        address: `${type}.${name}`,
        type,
        action: 'create',
        ...planned,
        pointer: pointer('resource', type, name),
        ...(constructPath === undefined ? {} : { constructPath }),
        redacted: holdsSecret(planned),
      };
    }),
  );
  return {
    ...identity,
    judgedFrom: 'configuration',
    clusterUnknownBecause: 'synthesised JSON names no cluster',
    outputs: Object.fromEntries(
      entriesOf(at(root, 'output')).map(([name, output]): [string, Known] => [name, at(output, 'sensitive') === true ? new UnknownValue('sensitive') : literal(at(output, 'value') ?? null)]),
    ),
    resources,
    opaqueCharts: resources.flatMap(({ release, address }): OpaqueChart[] =>
      release?.after === undefined ? [] : [{ address, namespace: release.after.namespace, column: 'after', because: 'synthesised JSON holds no rendered chart' }],
    ),
    destroys: false,
    incomplete: [],
  };
}

/** Construct path by address: cdktf writes it beside each block. */
export function constructPathsOf(document: string, content: Json): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const [type, named] of entriesOf(at(jsonObject(document, content), 'resource')))
    for (const [name, block] of entriesOf(named)) {
      const path = constructPathOf(block);
      if (path !== undefined) paths.set(`${type}.${name}`, path);
    }
  return paths;
}

const constructPathOf = (block: Json | undefined): string | undefined => textAt(at(at(block, '//'), 'metadata'), 'path');

/** Meta-arguments are the engine's, not the object's. */
const metaArguments = new Set(['//', 'depends_on', 'lifecycle', 'provider', 'provisioner', 'connection', 'count', 'for_each']);

const declared = (block: Json): Json => (isObject(block) ? Object.fromEntries(Object.entries(block).filter(([key]) => !metaArguments.has(key))) : block);

/** Values as Terraform will see them: escapes taken off, in keys too; a template that is left is unknown. */
function literal(value: Json): Known {
  if (typeof value === 'string') return unescaped(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(literal);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [Known, Known] => [unescaped(key), literal(inner)]);
  const template = entries.map(([key]) => key).find((key) => typeof key !== 'string');
  // A key that is a template hides which keys there are.
  return template !== undefined && !isKnownObject(template) ? template : Object.fromEntries(entries as [string, Known][]);
}

/** `$${` is a literal `${`; a bare `${…}` is a template: https://developer.hashicorp.com/terraform/language/expressions/strings */
export function unescaped(text: string): string | UnknownValue {
  let template: string | undefined;
  const plain = text.replace(/([$%])\1\{|[$%]\{([^}]*)/g, (match, doubled: string | undefined, expression: string | undefined) => {
    if (doubled !== undefined) return `${doubled}{`;
    template ??= (expression ?? '').trim();
    return match;
  });
  return template === undefined ? plain : new UnknownValue(`references ${template}`);
}
