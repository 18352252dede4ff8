import type { Pointer } from '../../sites/model/pointer.js';
import { keyedObjects, together, yamlObjects, type Documents } from './chart-documents.js';
import { chartInputs } from './chart-inputs.js';
import { textAt, type Json } from './json.js';
import { revealed, type Joiner } from './known.js';
import { isKnownObject } from './kubernetes-object.js';
import { isUnknown, type Known, type OpaqueChart, type ReadResource, type UnknownValue } from './read-model.js';

/** Most rendered text that is parsed of one plan, characters: YAML takes a second for each 2 million. */
const mostText = 64 * 1024 * 1024;

/** A release of the plan with its values in both columns; null where there is none. */
export interface PlannedRelease {
  readonly resource: ReadResource;
  readonly before: Known;
  readonly after: Known;
}

/** A `helm_template` data source: what it was given, and what it rendered. */
export interface Template {
  readonly address: string;
  readonly inputs: { readonly [input: string]: Known };
  /** Rendered texts, or why there are none. */
  readonly rendered: { readonly texts: readonly string[] } | { readonly because: string };
  readonly pointer: Pointer;
}

/** A data source of `prior_state`, or one of `resource_changes` that is only read at apply. */
export function templateOf(element: Json, values: Json | undefined, marks: { readonly unknown?: Json | undefined; readonly sensitive?: Json | undefined }, where: Pointer, joiner: Joiner): Template {
  const address = textAt(element, 'address') ?? `data.helm_template.${textAt(element, 'name') ?? ''}`;
  const joined = joiner.join(values ?? null, { unknown: marks.unknown, sensitive: [marks.sensitive] });
  const known = isKnownObject(joined) ? joined : {};
  const inputs = Object.fromEntries(chartInputs.map((input) => [input, known[input] ?? null]));
  return { address, inputs, rendered: renderedTexts(known, address), pointer: where };
}

/** `manifests` holds one text per template file, `manifest` all of them, `crds` the definitions in neither. */
function renderedTexts(values: { readonly [key: string]: Known }, address: string): Template['rendered'] {
  const { manifest = null, manifests = null, crds = null } = values;
  const files = isKnownObject(manifests) && Object.keys(manifests).length > 0 ? Object.values(manifests) : isUnknown(manifests) ? [manifests] : [manifest];
  const all = [...(Array.isArray(crds) ? (crds as readonly Known[]) : isUnknown(crds) ? [crds] : []), ...files];
  const unknown = all.find(isUnknown);
  if (unknown !== undefined) return { because: unknown.because === 'sensitive' ? `what ${address} rendered is marked as sensitive` : `${address} is read only at apply` };
  const texts = all.filter((text) => typeof text === 'string');
  return texts.length === 0 ? { because: `${address} rendered nothing` } : { texts };
}

/**
 * Objects of each release, rendered by the `helm_template` data source with the same inputs, or by the provider where
 * `experiments.manifest` is set. A release without either is opaque: what it installs cannot be seen.
 */
export function readCharts(releases: readonly PlannedRelease[], templates: readonly Template[]): { readonly resources: readonly ReadResource[]; readonly opaque: readonly OpaqueChart[] } {
  const byName = new Map<string, Template[]>();
  for (const template of templates) byName.set(nameOf(template.inputs), [...(byName.get(nameOf(template.inputs)) ?? []), template]);
  const parsed = new Map<Template, Documents>();
  let read = 0;
  const documentsOf = (template: Template, texts: readonly string[], release: Known): Documents => {
    const known = parsed.get(template);
    if (known !== undefined) return known;
    read += texts.reduce((sum, text) => sum + text.length, 0);
    const found = read > mostText ? { because: `the charts of this plan are longer than ${mostText >> 20} MiB together` } : together(texts.map((text) => yamlObjects(text, release)));
    parsed.set(template, found);
    return found;
  };
  const resources: ReadResource[] = [];
  const opaque: OpaqueChart[] = [];
  for (const { resource, before, after } of releases)
    for (const [column, values] of [['before', before], ['after', after]] as const) {
      if (values === null) continue;
      const rendered = renderedOf(values, byName.get(nameOf(values)) ?? [], documentsOf, `${resource.pointer}/${column}/manifest`);
      const namespace = isKnownObject(values) ? (values['namespace'] ?? 'default') : 'default';
      if ('because' in rendered) opaque.push({ address: resource.address, namespace, column, because: rendered.because });
      else resources.push(...rendered.objects.map((object) => chartObject(resource, rendered.pointer, column, object)));
    }
  return { resources, opaque };
}

type Rendered = { readonly objects: readonly NonNullable<ReadResource['after']>[]; readonly pointer: Pointer } | { readonly because: string };

function renderedOf(values: Known, templates: readonly Template[], documentsOf: (template: Template, texts: readonly string[], release: Known) => Documents, own: Pointer): Rendered {
  const manifest = isKnownObject(values) ? values['manifest'] : undefined;
  if (typeof manifest === 'string' && manifest !== '') {
    const documents = keyedObjects(manifest, values);
    return 'because' in documents ? { because: `the provider's own manifest cannot be read: ${documents.because}` } : { ...documents, pointer: own };
  }
  // Write-only settings are in no plan, so nothing can have rendered with them.
  if (isKnownObject(values) && values['set_wo_revision'] !== undefined && values['set_wo_revision'] !== null) return { because: 'it has write-only settings (set_wo), which no plan holds' };
  const candidates = templates.map((template) => ({ template, ...compared(template.inputs, values) }));
  const twins = candidates.filter(({ other, open }) => other.length === 0 && open.length === 0).map(({ template }) => template);
  const twin = twins.find(({ rendered }) => 'texts' in rendered) ?? twins[0];
  if (twin === undefined) return { because: whyNot([...candidates].sort((a, b) => a.other.length - b.other.length || a.open.length - b.open.length)[0]) };
  if ('because' in twin.rendered) return twin.rendered;
  const documents = documentsOf(twin, twin.rendered.texts, values);
  return 'because' in documents ? { because: `what ${twin.address} rendered cannot be read: ${documents.because}` } : { ...documents, pointer: twin.pointer };
}

function chartObject({ stack, site, address, action, constructPath, replacement }: ReadResource, where: Pointer, column: 'before' | 'after', object: NonNullable<ReadResource['after']>): ReadResource {
  return {
    stack,
    site,
    address,
    type: 'helm_template',
    action,
    [column]: object,
    chart: address,
    pointer: where,
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(replacement === undefined ? {} : { replacement }),
    redacted: object.kind === 'Secret',
  };
}

/** Name and namespace find a release's candidates; unknown ones have none. */
function nameOf(values: Known | Template['inputs']): string {
  const of = (key: string): Known => (isKnownObject(values) && Object.hasOwn(values, key) ? (values[key] ?? null) : null);
  const name = revealed(of('name'));
  return typeof name === 'string' ? JSON.stringify([name]) : '';
}

interface Compared {
  /** Inputs in which template and release differ. */
  readonly other: readonly string[];
  /** Inputs that cannot be known of one of them, with the reason. */
  readonly open: readonly string[];
}

function whyNot(closest: (Compared & { readonly template: Template }) | undefined): string {
  if (closest === undefined) return 'no helm_template data source renders it';
  const { template, other, open } = closest;
  if (other.length > 0) return `${template.address} renders it with other inputs: ${other.join(', ')}`;
  const inputs = `inputs that cannot be known: ${open.join(', ')}`;
  return 'because' in template.rendered ? `${template.rendered.because}; it has ${inputs}` : `${template.address} cannot be compared with it; it has ${inputs}`;
}

/** Unknown equals nothing; null, absent and empty are one, since the provider writes each of them. */
function compared(template: Template['inputs'], release: Known): Compared {
  const [other, open]: [string[], string[]] = [[], []];
  for (const input of chartInputs) {
    const [left, right] = [template[input], isKnownObject(release) ? release[input] : undefined].map((value) => (value === undefined ? null : revealed(value))) as [Known, Known];
    const unknown = firstUnknown(right) ?? firstUnknown(left);
    if (unknown !== undefined) open.push(`${input} (${unknown.because})`);
    else if (!(isEmpty(left) && isEmpty(right)) && JSON.stringify(left) !== JSON.stringify(right)) other.push(input);
  }
  return { other, open };
}

const isEmpty = (value: Known): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0);

function firstUnknown(value: Known): UnknownValue | undefined {
  if (isUnknown(value)) return value;
  if (Array.isArray(value)) return firstOf(value as readonly Known[]);
  return isKnownObject(value) ? firstOf(Object.values(value)) : undefined;
}

function firstOf(values: readonly Known[]): UnknownValue | undefined {
  for (const value of values) {
    const found = firstUnknown(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
