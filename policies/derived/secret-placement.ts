import { compartmentOf } from '../../sites/capacity/compartment.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import { rank, secrecies } from '../../sites/model/kinds/classification.js';
import type { Site } from '../../sites/model/kinds/site.js';
import type { Text } from '../../sites/model/text.js';
import { finding, type Finding } from '../engine/columns.js';
import { concluded } from '../engine/conclude.js';
import type { RowView } from '../engine/environment-rows.js';
import { plainText } from '../planset/known.js';
import { isKnownObject } from '../planset/kubernetes-object.js';
import type { Seen } from '../planset/lookup.js';
import { isUnknown, type Known, type ReadPlanSet } from '../planset/read-model.js';
import { copiesOf } from './backup-copies.js';
import { datasetsOf } from './held-data.js';
import { elements, none, notKnown, opened, together, type Openings } from './network-policy.js';
import { hostPlace, type LookedUpFrom } from './peer-hosts.js';
import { postgresGroup } from './replication-ends.js';
import { isOf } from './by-kind.js';
import { deepField, labelOf, settledField } from './values.js';
import { workloadsByNamespace, type Workload } from './workloads.js';

type ASite = DeepReadonly<Site>;

/** Label and taint of nodes that are kept for somebody, and label of the namespaces whose pods run there. */
const nodesKey = 'ndc.gov.vn/nodes';
const perClass = '.storageclass.storage.k8s.io/requests.storage';

/**
 * What the stacks of one environment with state secrets really hold at a site: pods on its own nodes, volumes in classes on its
 * own disks, and copies in sites that are cleared for it.
 */
export function judgePlacement(estate: Estate, planset: ReadPlanSet, { row: { environment, site: id, role }, column, lookup, stacks }: RowView): Finding {
  const site = estate.sites[id];
  const { namespace, organisation, system } = environment;
  const where: Text = { vi: `${namespace} ở ${id}`, en: `${namespace} in ${id}` };
  if (site === undefined) return finding('not-applicable', { vi: `${where.vi}: không có trung tâm này.`, en: `${where.en}: there is no such site.` });
  const compartment = compartmentOf(site, { system: system.id, organisation, secret: true });
  const nodes = compartment.replace('/', '.');
  const [own] = lookup.clusterWide(id, column, 'Namespace', namespace);
  const kept = own === undefined ? undefined : labelOf(own.object.labels, nodesKey);
  const clusters = lookup.inNamespace(id, column, 'Cluster', namespace).filter((seen) => isOf(postgresGroup, seen));
  const workloads = workloadsByNamespace(planset, id, column).get(namespace) ?? [];
  const used = [...ephemeral(workloads), ...quotaClasses(lookup.inNamespace(id, column, 'ResourceQuota', namespace)), ...claimed(lookup.inNamespace(id, column, 'PersistentVolumeClaim', namespace), lookup.inNamespace(id, column, 'StatefulSet', namespace), clusters)];
  const { beyond, unknown } = together([
    own === undefined ? none : isUnknown(kept) ? notKnown(`Namespace ${namespace}: ${kept.because}`) : kept === nodes ? none : opened(`Namespace không có nhãn ${nodesKey}=${nodes}`, `its Namespace does not bear ${nodesKey}=${nodes}`),
    ...workloads.map(({ kind, name, pod }) => nodeProblems(`${kind} ${name}`, pod, nodes)),
    ...clusters.map(({ object: { name, body } }) => nodeProblems(`Cluster ${name}`, deepField(body['spec'], 'affinity') ?? {}, nodes)),
    ...used.map((use) => classProblems(estate, site, use, { organisation, system: system.id, secrecy: system.secrecy })),
    ...clusters.map((seen) => peerProblems({ estate, lookup, site: id, column, namespace }, seen, system.secrecy)),
    ...(role === 'primary' ? copyProblems(estate, planset, namespace, column, system.secrecy) : []),
  ]);
  return concluded({
    where,
    problems: beyond,
    missing: own === undefined ? [{ vi: 'không có Namespace', en: 'its Namespace is not there' }] : [],
    unknown,
    own: stacks,
    all: stacks,
    fine: { vi: 'chạy trên máy chủ riêng, lưu trên ổ đĩa riêng, bản sao chỉ ở nơi được phép', en: 'it runs on nodes and lies on disks of its own, and its copies go where they may' },
    evidence: own === undefined ? [] : [{ what: { vi: 'Máy chủ dành cho namespace', en: 'Nodes kept for the namespace' }, found: kept === undefined ? '–' : plainText(kept), pointer: own.resource.pointer, document: own.resource.stack }],
  });
}

/** A pod, or what a database operator makes pods from, is bound to nodes by a selector and let onto them by a toleration. */
function nodeProblems(what: string, pod: Known, nodes: string): Openings {
  if (isUnknown(pod)) return notKnown(`${what}: ${pod.because}`);
  const selected = deepField(pod, 'nodeSelector', nodesKey);
  const tolerations = elements(settledField(pod, 'tolerations'));
  if (isUnknown(selected)) return notKnown(`${what} nodeSelector: ${selected.because}`);
  if ('because' in tolerations) return notKnown(`${what} tolerations: ${tolerations.because}`);
  const parts = tolerations.flatMap((one) => [settledField(one, 'key'), settledField(one, 'value')]);
  const open = parts.find(isUnknown);
  if (open !== undefined) return notKnown(`${what} tolerations: ${open.because}`);
  const tolerated = tolerations.some((one) => settledField(one, 'key') === nodesKey && [nodes, undefined, ''].includes(settledField(one, 'value') as string | undefined));
  return together([
    selected === nodes ? none : opened(`${what} không chọn máy chủ ${nodes}`, `${what} does not select the nodes ${nodes}`),
    tolerated ? none : opened(`${what} không được chấp nhận trên máy chủ ${nodes} (tolerations)`, `${what} does not tolerate the taint of the nodes ${nodes}`),
  ]);
}

interface Use {
  readonly by: string;
  readonly storageClass: Known | undefined;
}

/** Classes of which a quota grants something. */
function quotaClasses(quotas: readonly Seen[]): readonly Use[] {
  return quotas.flatMap(({ object: { name, body } }): Use[] => {
    const hard = deepField(body['spec'], 'hard');
    const by = `ResourceQuota ${name}`;
    if (isUnknown(hard)) return [{ by, storageClass: hard }];
    if (!isKnownObject(hard)) return [];
    return Object.entries(hard).flatMap(([key, value]) => (key.endsWith(perClass) && (isUnknown(value) || !/^0[A-Za-z]*$/.test(plainText(value))) ? [{ by, storageClass: key.slice(0, -perClass.length) }] : []));
  });
}

/** Classes that claims name, those that sets of pods and databases make included. */
function claimed(claims: readonly Seen[], sets: readonly Seen[], clusters: readonly Seen[]): readonly Use[] {
  return [
    ...claims.map(({ object: { name, body } }): Use => ({ by: `PersistentVolumeClaim ${name}`, storageClass: deepField(body['spec'], 'storageClassName') })),
    ...sets.flatMap(({ object: { name, body } }): Use[] => {
      const declared = deepField(body['spec'], 'volumeClaimTemplates');
      const templates = elements(declared);
      return 'because' in templates ? [{ by: `StatefulSet ${name} volumeClaimTemplates`, storageClass: declared }] : templates.map((one) => ({ by: `StatefulSet ${name}`, storageClass: deepField(one, 'spec', 'storageClassName') }));
    }),
    ...clusters.flatMap(({ object: { name, body: { spec } } }): Use[] => {
      const declared = deepField(spec, 'tablespaces');
      const tablespaces = elements(declared);
      const scratch = deepField(spec, 'ephemeralVolumeSource');
      return [
        ...['storage', 'walStorage'].flatMap((part) => (deepField(spec, part) === undefined ? [] : [{ by: `Cluster ${name}`, storageClass: classOfStorage(deepField(spec, part)) }])),
        ...('because' in tablespaces ? [{ by: `Cluster ${name} tablespaces`, storageClass: declared }] : tablespaces.map((one) => ({ by: `Cluster ${name} tablespaces`, storageClass: classOfStorage(deepField(one, 'storage')) }))),
        ...(scratch === undefined ? [] : [{ by: `Cluster ${name} ephemeralVolumeSource`, storageClass: deepField(scratch, 'volumeClaimTemplate', 'spec', 'storageClassName') }]),
      ];
    }),
  ];
}

/** The operator takes the class from the template of the claim where none stands beside it. */
const classOfStorage = (storage: Known | undefined): Known | undefined => deepField(storage, 'storageClass') ?? deepField(storage, 'pvcTemplate', 'storageClassName');

/** Classes of volumes that come and go with a pod; what is written there lies on disks all the same. */
function ephemeral(workloads: readonly Workload[]): readonly Use[] {
  return workloads.flatMap(({ kind, name, pod }): Use[] => {
    const declared = isUnknown(pod) ? undefined : settledField(pod, 'volumes');
    const volumes = elements(declared);
    const by = `${kind} ${name} volumes`;
    if ('because' in volumes) return [{ by, storageClass: declared }];
    return volumes.flatMap((volume): Use[] => {
      const source = deepField(volume, 'ephemeral');
      return source === undefined ? [] : [{ by, storageClass: deepField(source, 'volumeClaimTemplate', 'spec', 'storageClassName') }];
    });
  });
}

interface Owner {
  readonly organisation: string;
  readonly system: string;
  readonly secrecy: (typeof secrecies)[number];
}

/** A class on disks of the owner's, or the class of a pair cut from one, whose other site is cleared. */
function classProblems(estate: Estate, site: ASite, { by, storageClass }: Use, { organisation, system, secrecy }: Owner): Openings {
  if (isUnknown(storageClass)) return notKnown(`${by}: ${storageClass.because}`);
  const name = storageClass === undefined ? '–' : plainText(storageClass);
  const own = site.storage.filter(({ pool }) => site.nodePools.some((nodes) => nodes.id === pool && (nodes.purpose === 'secret' || nodes.dedicatedTo === system || nodes.dedicatedTo === organisation))).map((storage) => storage.class);
  if (own.includes(name)) return none;
  const peer = Object.keys(estate.sites).find((other) => other !== site.id && own.some((base) => [`${base}-${site.id}-${other}`, `${base}-${other}-${site.id}`].includes(name)));
  if (peer === undefined) return opened(`${by} dùng lớp ${name}, không nằm trên ổ đĩa riêng`, `${by} uses the class ${name}, which lies on no disks of its own`);
  return isCleared(estate, peer, secrecy) ? none : opened(`${by} dùng lớp ${name}, sao sang ${peer} chưa được phép giữ mức này`, `${by} uses the class ${name}, which is mirrored to ${peer}, not cleared for this secrecy`);
}

const isCleared = (estate: Estate, site: string, secrecy: Owner['secrecy']): boolean => rank(secrecies, estate.sites[site]?.clearedFor ?? 'none') >= rank(secrecies, secrecy);

/** Sites that a database streams to or from, by what they are called and by the hosts they are reached at. */
function peerProblems(from: LookedUpFrom & { readonly estate: Estate }, { object: { name, body } }: Seen, secrecy: Owner['secrecy']): Openings {
  const { estate } = from;
  const peers = elements(deepField(body['spec'], 'externalClusters'));
  if ('because' in peers) return notKnown(`Cluster ${name} externalClusters: ${peers.because}`);
  const names = peers.map((peer) => settledField(peer, 'name'));
  const hosts = peers.flatMap((peer) => [deepField(peer, 'connectionParameters', 'host'), deepField(peer, 'connectionParameters', 'hostaddr')]);
  const open = [...peers, ...names, ...hosts].find(isUnknown);
  if (open !== undefined) return notKnown(`Cluster ${name} externalClusters: ${open.because}`);
  // PostgreSQL takes several hosts, and tries one after the other.
  const reached = hosts.flatMap((host) => (host === undefined ? [] : plainText(host).split(','))).filter((host) => host !== '');
  const places = reached.map((host) => ({ host, place: hostPlace(from, host) }));
  const sites = Object.keys(estate.sites).filter((id) => names.some((peer) => peer === id || (typeof peer === 'string' && peer.endsWith(`-${id}`))) || places.some(({ place }) => 'site' in place && place.site === id));
  return together([
    ...sites.filter((id) => !isCleared(estate, id, secrecy)).map((id) => opened(`Cluster ${name} sao chép với ${id} chưa được phép giữ mức này`, `Cluster ${name} replicates with ${id}, not cleared for this secrecy`)),
    ...places.map(({ host, place }) => ('because' in place ? notKnown(`Cluster ${name} externalClusters: ${place.because}`) : 'is' in place && place.is === 'foreign' ? opened(`Cluster ${name} sao chép với ${host}, không thuộc trung tâm nào`, `Cluster ${name} replicates with ${host}, which is of no site`) : none)),
  ]);
}

/** Backups, by the stores that really take them. */
function copyProblems(estate: Estate, planset: ReadPlanSet, namespace: string, column: RowView['column'], secrecy: Owner['secrecy']): readonly Openings[] {
  const copies = datasetsOf(estate)
    .filter(({ environment }) => environment.namespace === namespace)
    .flatMap((dataset) => copiesOf(estate, planset, dataset, column));
  return copies.map(({ by, at, foreign, unsure, perhaps }) => {
    // A schedule that may take other namespaces alone breaks nothing by where it sends them; nor is it known not to.
    if (perhaps !== undefined && (foreign !== undefined || unsure !== undefined || (at !== undefined && !isCleared(estate, at, secrecy)))) return notKnown(`${by}: ${perhaps} → ${at ?? foreign?.en ?? unsure ?? '?'}`);
    if (foreign !== undefined) return opened(`${by}: ${foreign.vi}`, `${by}: ${foreign.en}`);
    if (unsure !== undefined) return notKnown(`${by}: ${unsure}`);
    return at === undefined || isCleared(estate, at, secrecy) ? none : opened(`${by} gửi bản sao lưu tới ${at} chưa được phép giữ mức này`, `${by} sends backups to ${at}, not cleared for this secrecy`);
  });
}
