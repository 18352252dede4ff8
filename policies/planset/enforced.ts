import type { Block } from './block.js';
import { columns } from './change.js';
import { chartInputs } from './chart-inputs.js';
import { differences } from './differences.js';
import { at, isObject, type Json } from './json.js';
import { joined } from './known.js';
import { literal } from './literal.js';
import { isKnownObject } from './kubernetes-object.js';
import { UnknownValue, type Known, type KubernetesObject, type NotEnforced, type ReadResource } from './read-model.js';

/** Constants reported for one resource; a block that is ignored as a whole would fill pages. */
const most = 50;

const notConstant = new UnknownValue('not a constant');

/**
 * Constants of a block that will not be: `ignore_changes` leaves no other trace in a plan. What the configuration does
 * not spell out (references, functions, dynamic blocks, defaults) is not compared.
 *
 * @param release values after apply, where the resource is a Helm release
 */
export function notEnforcedOf(block: Block, { type, action, after }: Pick<ReadResource, 'type' | 'action' | 'after'>, release: Known | undefined): readonly NotEnforced[] {
  // Nothing can be ignored of what does not exist yet.
  if (action === 'create' || block.expressions === undefined) return [];
  const asWritten = comparedWith(block.expressions, (constant) => joined(constant), type, after, release);
  // In JSON syntax the engine leaves the escapes of `${` in the configuration, in HCL it does not; a plan does not say which it was.
  return asWritten.length === 0 ? asWritten : comparedWith(block.expressions, literal, type, after, release);
}

type Reading = (constant: Json) => Known;

function comparedWith(expressions: Json, reading: Reading, type: string, after: KubernetesObject | undefined, release: Known | undefined): readonly NotEnforced[] {
  const configured = constantsOf(expressions, reading);
  if (release !== undefined) return isKnownObject(release) ? compared(pick(configured), pick(release), 'within') : [];
  if (after === undefined) return [];
  const object = columns(type, null, configured).after;
  if (object === undefined) return [];
  // A manifest is compared both ways: nobody but its author adds to it.
  const how = type === 'kubernetes_manifest' ? 'equal' : 'within';
  const named = metadataKeys(type === 'kubernetes_manifest' && isKnownObject(configured) ? configured['manifest'] : configured);
  return compared(asOne(object, named), asOne(after, named), how);
}

const pick = (values: Known): Known => (isKnownObject(values) ? Object.fromEntries(chartInputs.map((input) => [input, values[input] ?? null])) : values);

/** Attributes the metadata block spells out: what it leaves out is not compared. */
function metadataKeys(configured: Known | undefined): ReadonlySet<string> {
  const metadata = isKnownObject(configured) ? configured['metadata'] : undefined;
  const block = Array.isArray(metadata) ? (metadata as readonly Known[])[0] : metadata;
  return new Set(isKnownObject(block) ? Object.keys(block) : []);
}

/** Labels and annotations where Kubernetes has them, so that paths read as in a manifest. A change of name is a replacement. */
const asOne = ({ labels, annotations, body }: KubernetesObject, named: ReadonlySet<string>): Known => ({
  metadata: { ...(named.has('labels') ? { labels } : {}), ...(named.has('annotations') ? { annotations } : {}) },
  ...body,
});

const compared = (configured: Known, planned: Known, how: 'equal' | 'within'): readonly NotEnforced[] =>
  differences(configured, planned, { how, most }).map(({ path, left, right }) => ({ path, configured: left, planned: right }));

/** Expressions as values: constants as they are, everything else unknown. */
function constantsOf(expression: Json, reading: Reading, depth = 0): Known {
  if (depth > 100) return notConstant;
  // A list is one of blocks; an empty block stands there as {}.
  if (Array.isArray(expression)) return (expression as readonly Json[]).map((block) => (isObject(block) && Object.keys(block).length === 0 ? {} : constantsOf(block, reading, depth + 1)));
  // An attribute of which nothing can be said, such as a function call, is {} too.
  if (!isObject(expression) || Object.keys(expression).length === 0) return notConstant;
  const constant = at(expression, 'constant_value');
  // A writer of plan sets has taken it out.
  if (constant !== undefined) return constant === '(redacted)' ? notConstant : reading(constant);
  if (Object.hasOwn(expression, 'references')) return notConstant;
  return Object.fromEntries(Object.entries(expression).map(([name, inner]) => [name, constantsOf(inner, reading, depth + 1)]));
}
