import { parseAllDocuments } from 'yaml';
import { at, entriesOf, isObject, textAt, type Json } from './json.js';
import { isClusterKind } from './kinds.js';
import { joined } from './known.js';
import { isKnownObject, manifestObject } from './kubernetes-object.js';
import type { PriorResource } from './prior-state.js';
import { isUnknown, type Known, type KubernetesObject, type OpaqueChart, type ReadResource } from './read-model.js';

/** Inputs that decide what a chart renders to; release and template must agree in all of them. */
const inputs = ['name', 'namespace', 'chart', 'version', 'repository', 'values', 'set', 'set_list', 'set_sensitive'] as const;

/** A release of the plan with its values in both columns. */
export interface PlannedRelease {
  readonly resource: ReadResource;
  readonly before: Known;
  readonly after: Known;
}

/**
 * Objects of each release, rendered by the `helm_template` data source with the same inputs, or by the provider where
 * `experiments.manifest` is set. A release without either is opaque: what it installs cannot be seen.
 */
export function readCharts(releases: readonly PlannedRelease[], data: readonly PriorResource[]): { readonly resources: readonly ReadResource[]; readonly opaque: readonly OpaqueChart[] } {
  const templates = data.filter(({ type }) => type === 'helm_template').map((template) => ({ ...template, known: joined(template.values ?? null, undefined, template.sensitive, undefined) }));
  const resources: ReadResource[] = [];
  const opaque: OpaqueChart[] = [];
  for (const { resource, before, after } of releases) {
    const render = (values: Known, column: string): { objects: readonly KubernetesObject[]; pointer: string } | { because: string } => {
      const own = isKnownObject(values) && typeof values['manifest'] === 'string' ? keyedObjects(values['manifest'], values) : undefined;
      if (own !== undefined) return { objects: own, pointer: `${resource.pointer}/${column}/manifest` };
      const twin = templates.find(({ known }) => sameInputs(known, values));
      if (twin !== undefined) {
        const objects = templateObjects(twin.values, values);
        return objects === undefined ? { because: 'what helm_template rendered is no YAML' } : { objects, pointer: twin.pointer };
      }
      return { because: templates.length === 0 ? 'no helm_template data source renders it' : 'no helm_template data source has the same inputs' };
    };
    for (const [column, values] of [['before', before], ['after', after]] as const) {
      if (values === null) continue;
      const rendered = render(values, column);
      const namespace = isKnownObject(values) ? (values['namespace'] ?? 'default') : 'default';
      if ('because' in rendered) opaque.push({ address: resource.address, namespace, column, because: rendered.because });
      else resources.push(...rendered.objects.map((object): ReadResource => ({ ...omitRelease(resource), type: 'helm_template', chart: resource.address, pointer: rendered.pointer, redacted: object.kind === 'Secret', [column]: object })));
    }
  }
  return { resources, opaque };
}

function omitRelease({ release: _release, before: _before, after: _after, ...rest }: ReadResource): ReadResource {
  return rest;
}

function sameInputs(template: Known, release: Known): boolean {
  return inputs.every((input) => equal(isKnownObject(template) ? template[input] : undefined, isKnownObject(release) ? release[input] : undefined));
}

/** Unknown equals nothing; null, absent and empty are one, since the provider writes each of them. */
function equal(a: Known | undefined, b: Known | undefined): boolean {
  const plain = (value: Known | undefined): string | undefined => (isEmpty(value) ? '' : holdsUnknown(value) ? undefined : JSON.stringify(value));
  const [left, right] = [plain(a), plain(b)];
  return left !== undefined && left === right;
}

const isEmpty = (value: Known | undefined): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function holdsUnknown(value: Known | undefined): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return (value as readonly Known[]).some(holdsUnknown);
  return isKnownObject(value) && Object.values(value).some(holdsUnknown);
}

/** `manifests` holds one text per template file, `manifest` all of them; both are YAML with several documents. */
function templateObjects(values: Json | undefined, release: Known): readonly KubernetesObject[] | undefined {
  const files = entriesOf(at(values, 'manifests'));
  const texts = files.length > 0 ? files.map(([, text]) => text) : [at(values, 'manifest')];
  const crds = at(values, 'crds');
  const all = [...(Array.isArray(crds) ? (crds as readonly Json[]) : []), ...texts].filter((text) => typeof text === 'string');
  const objects = all.map((text) => yamlObjects(text, release));
  return all.length === 0 || objects.some((found) => found === undefined) ? undefined : objects.flatMap((found) => found ?? []);
}

/** Undefined where any document is broken: half a chart must not be judged as the whole of it. */
function yamlObjects(text: string, release: Known): readonly KubernetesObject[] | undefined {
  // Helm reads templates as YAML 1.1, where `yes` is a boolean.
  const parsed = parseAllDocuments(text, { version: '1.1', logLevel: 'silent' });
  const documents = Array.isArray(parsed) ? parsed : [];
  if (documents.some((document) => document.errors.length > 0)) return undefined;
  return documents.flatMap((document) => objectsOf(document.toJS({ maxAliasCount: 100 }) as Json, release));
}

/** `experiments.manifest`: a JSON text keyed `namespace/kind/version/name`. */
function keyedObjects(text: string, release: Known): readonly KubernetesObject[] | undefined {
  try {
    const parsed = JSON.parse(text) as Json;
    return isObject(parsed) ? Object.values(parsed).flatMap((object) => objectsOf(object, release)) : undefined;
  } catch {
    return undefined;
  }
}

function objectsOf(manifest: Json | undefined, release: Known): readonly KubernetesObject[] {
  if (textAt(manifest, 'kind') === 'List') return ((at(manifest, 'items') ?? []) as readonly Json[]).flatMap((item) => objectsOf(item, release));
  const namespace = isKnownObject(release) && typeof release['namespace'] === 'string' ? release['namespace'] : 'default';
  const object = manifestObject((manifest ?? null), isClusterKind(textAt(manifest, 'kind') ?? '') ? {} : { namespace });
  return object === undefined ? [] : [object];
}
