/** An object as an API server gives it. */
export interface LiveObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>>; readonly ownerReferences?: readonly { readonly controller?: boolean }[]; readonly [more: string]: unknown };
  readonly [more: string]: unknown;
}

export interface ComparedObject {
  /** `Kind namespace/name`. */
  readonly object: string;
  readonly is: 'equal' | 'different' | 'missing';
  /** Where it differs. */
  readonly paths: readonly string[];
}

/** What an API server writes by itself, and what a restore notes of itself: no content of the object. */
const ownMetadata = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink', 'ownerReferences'];
const isOfRestore = (name: string): boolean => name.startsWith('velero.io/');
/** Given by the cluster, another in each. */
const given: Readonly<Record<string, readonly string[]>> = { Service: ['clusterIP', 'clusterIPs', 'healthCheckNodePort'], PersistentVolumeClaim: ['volumeName'] };

/**
 * Whether a cluster makes it by itself: what a controller keeps, and what every namespace is given. None of it is in need of
 * a restore.
 */
export function madeByItself({ kind, metadata }: LiveObject): boolean {
  if (metadata.ownerReferences?.some(({ controller }) => controller === true) === true) return true;
  if (['Event', 'Endpoints', 'EndpointSlice', 'Lease', 'PodMetrics'].includes(kind)) return true;
  return (kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt') || (kind === 'ServiceAccount' && metadata.name === 'default');
}

export const nameOf = ({ kind, metadata: { namespace, name } }: LiveObject): string => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** Content alone. */
function contentOf(object: LiveObject): unknown {
  const { metadata, status: _status, ...rest } = object;
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !ownMetadata.includes(key)));
  const without = (map: Readonly<Record<string, string>> | undefined): unknown => Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !isOfRestore(key)));
  const own = given[object.kind];
  const spec = own === undefined ? rest['spec'] : Object.fromEntries(Object.entries((rest['spec'] ?? {}) as Record<string, unknown>).filter(([key]) => !own.includes(key)));
  return { ...rest, ...(spec === undefined ? {} : { spec }), metadata: { ...kept, labels: without(metadata.labels), annotations: without(metadata.annotations) } };
}

/** Paths at which two values are not the same. */
function differences(one: unknown, other: unknown, path: string): readonly string[] {
  if (one === other) return [];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return [path === '' ? '/' : path];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) => differences((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key], `${path}/${key}`));
}

/** Each object that was there, as it is where it was restored. */
export function compareObjects(before: readonly LiveObject[], after: readonly LiveObject[]): readonly ComparedObject[] {
  const key = (object: LiveObject): string => `${object.apiVersion} ${nameOf(object)}`;
  const restored = new Map(after.map((object) => [key(object), object]));
  return before
    .filter((object) => !madeByItself(object))
    .map((object): ComparedObject => {
      const found = restored.get(key(object));
      const paths = found === undefined ? [] : differences(contentOf(object), contentOf(found), '');
      return { object: nameOf(object), is: found === undefined ? 'missing' : paths.length === 0 ? 'equal' : 'different', paths };
    })
    .sort((a, b) => (a.object < b.object ? -1 : 1));
}
