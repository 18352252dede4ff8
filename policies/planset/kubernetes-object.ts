import { attributeName, fieldName, isFreeForm, isList, isProviderOnly } from './blocks.js';
import { put } from './json.js';
import type { KindOfResource } from './kinds.js';
import { isUnknown, UnknownValue, unnamed, type Known, type KnownMap, type KubernetesObject } from './read-model.js';

type KnownObject = { readonly [key: string]: Known };

export const isKnownObject = (value: Known | undefined): value is KnownObject => typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value);

/** Own property; names such as `constructor` are data here. */
const own = (value: Known | undefined, key: string): Known | undefined => (isKnownObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);

/** A block as values hold it (a list of one), as synthesised JSON holds it (an object), or absent. */
function block(value: Known | undefined): Known | undefined {
  if (!Array.isArray(value)) return value ?? undefined;
  const [first] = value as readonly Known[];
  // An empty block is a list holding null with older providers.
  return value.length === 0 ? undefined : (first ?? {});
}

/** The values of a typed resource as a Kubernetes object: camel case, blocks as objects or lists as Kubernetes has them, nulls gone. */
export function typedObject({ apiVersion, kind, namespaced }: KindOfResource, values: Known, type: string): KubernetesObject {
  const metadata = block(own(values, 'metadata'));
  const body = isKnownObject(values) ? fields(withoutMeta(values), 'root', kind) : {};
  const isDefaultAccount = type.startsWith('kubernetes_default_service_account');
  const name = isDefaultAccount ? 'default' : nameOf(own(metadata, 'name')) ?? unnamed;
  const namespace = nameOf(own(metadata, 'namespace')) ?? 'default';
  return withoutSecrets({ apiVersion, kind, name, ...(namespaced ? { namespace } : {}), ...labelsOf(metadata), body });
}

function withoutMeta(values: KnownObject): KnownObject {
  const rest: Record<string, Known> = {};
  for (const key of Object.keys(values)) if (key !== 'metadata' && !isProviderOnly(key)) put(rest, key, values[key] as Known);
  return rest;
}

/** A manifest (a `kubernetes_manifest`, or one document of a rendered chart) as a Kubernetes object; undefined where it is none. */
export function manifestObject(manifest: Known, defaults: { readonly namespace?: string } = {}): KubernetesObject | undefined {
  const plain = withoutNulls(manifest);
  if (!isKnownObject(plain)) return undefined;
  const { apiVersion, kind, metadata, ...body } = plain;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const namespace = nameOf(own(metadata, 'namespace')) ?? defaults.namespace;
  return withoutSecrets({
    apiVersion,
    kind,
    name: nameOf(own(metadata, 'name')) ?? unnamed,
    ...(namespace === undefined ? {} : { namespace }),
    ...labelsOf(metadata),
    body,
  });
}

/** A name; `?` where it is unknown; undefined where none is given. */
function nameOf(value: Known | undefined): string | undefined {
  if (isUnknown(value)) return unnamed;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function labelsOf(metadata: Known | undefined): { readonly labels: KnownMap; readonly annotations: KnownMap } {
  const map = (key: string): KnownMap => {
    const value = isUnknown(metadata) ? metadata : own(metadata, key);
    return isUnknown(value) || isKnownObject(value) ? value : {};
  };
  return { labels: map('labels'), annotations: map('annotations') };
}

function fields(node: KnownObject, parent: string, kind: string): KnownObject {
  const made: Record<string, Known> = {};
  for (const name of Object.keys(node)) {
    const value = node[name] as Known;
    if (value === null) continue;
    const plain = attributeName(name);
    if (isUnknown(value)) {
      // `port` is a block in a container and a number in a rule; of an unknown one it cannot be told which.
      put(made, fieldName(name, parent), value);
      put(made, plain, value);
    } else if (typeof value !== 'object' || (isFreeForm(name, kind) && isKnownObject(value))) put(made, plain, value);
    else if (isList(name, parent)) put(made, fieldName(name, parent), (Array.isArray(value) ? (value as readonly Known[]) : [value]).map((item) => nested(item, name, kind)));
    else if (Array.isArray(value) && value.every((item) => !isKnownObject(item as Known) && item !== null)) {
      // A list of scalars stays; an empty list may be a block that is absent or an empty list of scalars, which mean the same.
      if (value.length > 0) put(made, fieldName(name, parent), value as readonly Known[]);
    } else {
      const single = block(value);
      if (single !== undefined) put(made, fieldName(name, parent), nested(single, name, kind));
    }
  }
  return made;
}

const nested = (value: Known, name: string, kind: string): Known => (isKnownObject(value) ? fields(value, name, kind) : (value ?? {}));

/** State of `kubernetes_manifest` carries a null for each field that nobody set. */
function withoutNulls(value: Known): Known {
  if (Array.isArray(value)) return (value as readonly Known[]).map(withoutNulls);
  if (!isKnownObject(value)) return value;
  const kept: Record<string, Known> = {};
  for (const key of Object.keys(value)) {
    const inner = value[key] as Known;
    if (inner !== null) put(kept, key, withoutNulls(inner));
  }
  return kept;
}

/** What stands in the place of a Secret's data. */
export const secretData = 'data of a Secret';

/** A Secret that somebody else fills is made without data: that there is none may be known. */
const holdsNothing = (value: Known): boolean => value === null || (isKnownObject(value) && Object.values(value).every((inner) => inner === null || inner === ''));

/** Data of a Secret never leaves the reader, marked as sensitive or not; neither do its keys. */
function withoutSecrets(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Secret') return object;
  const body = Object.fromEntries(
    Object.entries(object.body).map(([key, value]): [string, Known] => (['data', 'binaryData', 'stringData'].includes(key) ? [key, holdsNothing(value) ? {} : new UnknownValue(secretData)] : [key, value])),
  );
  // kubectl keeps the whole object, values included, in this annotation.
  const annotations = isUnknown(object.annotations)
    ? object.annotations
    : Object.fromEntries(Object.entries(object.annotations).filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration'));
  return { ...object, annotations, body };
}
