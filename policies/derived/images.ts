import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { elements } from './network-policy.js';
import { deepField, isSet, settledField } from './values.js';
import { containerName, type Workload } from './workloads.js';

/** An image somebody runs: who, and its reference; unknown where the plan does not say. */
export interface ImageUse {
  readonly by: string;
  readonly image: Known;
}

/** Images of a workload's containers, init containers and ephemeral containers, and those it mounts as volumes. */
export function imagesOf(workload: Workload): readonly ImageUse[] {
  const volumes = elements(settledField(workload.pod, 'volumes'));
  const mounted = 'because' in volumes ? [] : volumes.flatMap((volume): ImageUse[] => {
    const reference = isUnknown(volume) ? undefined : deepField(volume, 'image', 'reference');
    return reference === undefined ? [] : [{ by: `${workload.kind} ${workload.name}, volume ${plainText(settledField(volume, 'name'))}`, image: reference }];
  });
  return [...workload.containers.map((container): ImageUse => ({ by: containerName(workload, container), image: isUnknown(container.spec) ? container.spec : (settledField(container.spec, 'image') ?? '') })), ...mounted];
}

/** Fields by which custom resources name the image their operator will run. */
const customFields: readonly (readonly [group: string, kind: string, path: readonly string[]])[] = [
  ['ceph.rook.io', 'CephCluster', ['spec', 'cephVersion', 'image']],
  ['postgresql.cnpg.io', 'Cluster', ['spec', 'imageName']],
];

/** Images a custom resource names. */
export function customImages({ apiVersion, kind, name, body }: KubernetesObject): readonly ImageUse[] {
  return customFields.flatMap(([group, of, path]): ImageUse[] => {
    if (kind !== of || !apiVersion.startsWith(`${group}/`)) return [];
    const image = deepField(body, ...path);
    return isSet(image) && image !== undefined ? [{ by: `${kind} ${name}`, image }] : [];
  });
}

/** What is wrong with a reference, and how it is pinned. */
export interface Pin {
  readonly registry: boolean;
  readonly by: 'digest' | 'tag' | 'nothing';
}

/** Whether a chart repository or address (`oci://…`, `https://…`) is one of a registry's host, with or without its port. */
export function chartFrom(source: string, registry: string): boolean {
  const host = /^(?:oci|https):\/\/([^/@]+)(?:\/|$)/.exec(source)?.[1];
  return host === registry || host?.replace(/:\d{1,5}$/, '') === registry;
}

/** `registry/path:tag@sha256:…` against a registry's host. `latest` pins nothing. */
export function pinOf(reference: string, registry: string): Pin {
  const [named = ''] = reference.split('@');
  const tag = /:([\w][\w.-]{0,127})$/.exec(named.slice(named.lastIndexOf('/') + 1))?.[1];
  return { registry: reference.startsWith(`${registry}/`), by: /@sha256:[0-9a-f]{64}$/.test(reference) ? 'digest' : tag === undefined || tag === 'latest' ? 'nothing' : 'tag' };
}
