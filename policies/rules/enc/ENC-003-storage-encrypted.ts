import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site, StorageClass } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { cephClusters, classBinding, diskKeyProblems, diskProblems, type DiskService } from '../../derived/disk-encryption.js';
import { unrendered } from '../../derived/hidden.js';
import { homeEvidence, keysOpening, type DeclaredKey } from '../../derived/keys.js';
import { together } from '../../derived/network-policy.js';
import { concluded } from '../../engine/conclude.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';
import { lookupOf, type Seen } from '../../planset/lookup.js';
import { plainText } from '../../planset/known.js';
import { deepField } from '../../derived/values.js';
import { isUnknown } from '../../planset/read-model.js';

type Storage = DeepReadonly<StorageClass>;

const classPointer = (site: DeepReadonly<Site>, storage: Storage): string => pointer('sites', site.id, 'storage', site.storage.indexOf(storage), 'encrypted');

/** Storage classes at a site that are cut from one of its own: the class itself, and those of its pairs. */
function cutFrom({ planset, site, column }: SiteView, storage: Storage): readonly Seen[] {
  const others = site.storage.map((entry) => entry.class).filter((name) => name !== storage.class);
  return lookupOf(planset)
    .clusterWide(site.id, column, 'StorageClass')
    .filter(({ object: { name } }) => name === storage.class || (name.startsWith(`${storage.class}-`) && !others.some((other) => name === other || (other.startsWith(storage.class) && name.startsWith(`${other}-`)))));
}

/** How the driver reaches a key service: `csi-kms-connection-details` names it, or nobody finds it. */
function servicesAt({ planset, site, column }: SiteView, storage: readonly Seen[]): ReadonlyMap<string, string | undefined> {
  const namespaces = new Set(storage.map(({ object }) => plainText(deepField(object.body['parameters'], 'csi.storage.k8s.io/provisioner-secret-namespace'))));
  const details = [...namespaces].flatMap((namespace) => lookupOf(planset).inNamespace(site.id, column, 'ConfigMap', namespace)).filter(({ object }) => object.name === 'csi-kms-connection-details');
  return new Map(details.flatMap(({ object }) => (typeof object.body['data'] === 'object' && object.body['data'] !== null && !isUnknown(object.body['data']) ? Object.entries(object.body['data']).map(([id, value]) => [id, isUnknown(value) ? value.because : undefined] as const) : [])));
}

function judgeClass(estate: Estate, storage: Storage, view: SiteView): Finding {
  const { site, stacks, planset, column } = view;
  const keys = storage.backend === 'rgw' ? [] : keysOpening(estate, `storage/${site.id}/${storage.class}`);
  const seen = cutFrom(view, storage);
  const problems: Text[] = storage.encrypted ? [] : [{ vi: 'trung tâm khai báo không mã hóa', en: 'the site declares it without encryption' }];
  const unknown: string[] = [];
  const evidence: Evidence[] = [{ what: { vi: 'Khai báo mã hóa', en: 'Declared as encrypted' }, found: String(storage.encrypted), pointer: classPointer(site, storage), document: 'estate' }, ...keys.map(homeEvidence)];
  if (keys.length > 0) {
    const services = servicesAt(view, seen);
    for (const { resource, object } of seen) {
      const { kms, unknown: because } = classBinding(object.body);
      evidence.push({ what: { vi: `Dịch vụ khóa của ${object.name}`, en: `Key service of ${object.name}` }, found: kms ?? because ?? '–', pointer: resource.pointer, document: resource.stack });
      if (because !== undefined) unknown.push(`${object.name}: ${because}`);
      else if (kms === undefined) problems.push({ vi: `${object.name} không gắn với khóa ${keys.map(({ id }) => id).join(', ')} (encryptionKMSID)`, en: `${object.name} is not bound to key ${keys.map(({ id }) => id).join(', ')} (encryptionKMSID)` });
      else if (!services.has(kms)) problems.push({ vi: `không ConfigMap csi-kms-connection-details nào mô tả dịch vụ khóa ${kms} của ${object.name}`, en: `no ConfigMap csi-kms-connection-details describes the key service ${kms} of ${object.name}` });
    }
  }
  const gone = seen.some(({ object }) => object.name === storage.class) ? [] : [{ vi: 'không có StorageClass', en: 'its StorageClass is not there' }];
  return concluded({
    where: { vi: `Lớp ${storage.class} ở ${site.id}`, en: `Class ${storage.class} in ${site.id}` },
    problems,
    missing: gone,
    unknown: [...unknown, ...(gone.length > 0 ? unrendered(planset, stacks, column) : [])],
    own: stacks,
    fine: keys.length > 0 ? { vi: `${seen.length} lớp gắn với khóa ${keys.map(({ id }) => id).join(', ')}`, en: `${seen.length} classes are bound to key ${keys.map(({ id }) => id).join(', ')}` } : { vi: 'nằm trên ổ đĩa được mã hóa', en: 'it lies on encrypted disks' },
    evidence,
  });
}

function judgeDisks(estate: Estate, { site, planset, stacks, column }: SiteView): Finding {
  const clusters = cephClusters(planset, site.id, stacks, column);
  const keys = keysOpening(estate, `osd/${site.id}`);
  const services = keys.map((key) => ({ key, service: serviceOf(estate, site, key) }));
  const { beyond, unknown } = together(clusters.flatMap((cluster) => [diskProblems(cluster), ...services.flatMap(({ service }) => ('kms' in service ? [diskKeyProblems(cluster, service)] : []))]));
  return concluded({
    where: { vi: `Ổ đĩa ở ${site.id}`, en: `Disks in ${site.id}` },
    problems: [...beyond, ...unaskedAt(services)],
    missing: clusters.length === 0 ? [{ vi: 'không có CephCluster', en: 'no CephCluster is there' }] : [],
    unknown: [...unknown, ...(clusters.length === 0 ? unrendered(planset, stacks, column) : [])],
    own: stacks,
    fine: keys.length > 0 ? { vi: `mọi OSD được mã hóa, khóa nằm sau khóa ${keys.map(({ id }) => id).join(', ')}`, en: `every OSD is encrypted, its key kept behind ${keys.map(({ id }) => id).join(', ')}` } : { vi: 'mọi OSD được mã hóa, khóa do Ceph giữ', en: 'every OSD is encrypted, its key kept by Ceph' },
    evidence: [...clusters.map(({ name, resource }): Evidence => ({ what: { vi: 'Cụm lưu trữ đã đọc', en: 'Storage cluster read' }, found: name, pointer: resource.pointer, document: resource.stack })), ...keys.map(homeEvidence)],
  });
}

interface Bound {
  readonly key: DeclaredKey;
  readonly service: DiskService | Text;
}

/** Service that keeps the keys of a site's disks under a key of the inventory, or why none can. */
function serviceOf({ sites }: Estate, site: DeepReadonly<Site>, { home }: DeclaredKey): DiskService | Text {
  if (site.disks === undefined) return { vi: 'trung tâm không khai báo disks.class, nên Ceph tự giữ khóa của ổ đĩa', en: 'the site declares no disks.class, so that Ceph keeps the keys of its disks' };
  if ('repository' in home) return { vi: 'Rook không lấy khóa từ kho mã', en: 'Rook takes no keys from a repository' };
  if ('store' in home) {
    const host = sites[home.store.site]?.interSite?.secrets;
    return host === undefined ? { vi: `${home.store.site} không khai báo interSite.secrets`, en: `${home.store.site} declares no interSite.secrets` } : { kms: 'vault', address: `https://${host}:8200`, path: home.store.path };
  }
  const host = sites[home.hsm.site]?.hsm.kmip;
  return host === undefined ? { vi: `HSM của ${home.hsm.site} không khai báo kmip`, en: `the HSM of ${home.hsm.site} declares no kmip` } : { kms: 'kmip', endpoint: `${host}:5696` };
}

const unaskedAt = (bound: readonly Bound[]): readonly Text[] =>
  bound.flatMap(({ key, service }) => ('kms' in service ? [] : [{ vi: `không ổ đĩa nào hỏi khóa ${key.id}: ${service.vi}`, en: `no disk asks for the key ${key.id}: ${service.en}` }]));

/** Keys that no disk will ask for, of a site that has nothing but what it declares. */
function declaredDisks(estate: Estate, site: DeepReadonly<Site>): readonly Judgement[] {
  const bound = keysOpening(estate, `osd/${site.id}`).map((key) => ({ key, service: serviceOf(estate, site, key) }));
  if (bound.length === 0) return [];
  const problems = unaskedAt(bound);
  const [vi, en] = [problems.map((problem) => problem.vi).join('; '), problems.map((problem) => problem.en).join('; ')];
  return [{ subject: { object: `osd/${site.id}`, site: site.id }, ...finding(problems.length > 0 ? 'fail' : 'pass', problems.length > 0 ? { vi: `Ổ đĩa ở ${site.id}: ${vi}.`, en: `Disks in ${site.id}: ${en}.` } : { vi: `${site.id} khai báo nơi giữ khóa của ổ đĩa.`, en: `${site.id} declares where the keys of its disks are kept.` }, { evidence: bound.map(({ key }) => homeEvidence(key)) }) }];
}

/** A site that does not operate has nothing but what it declares. */
const declaredOnly = (estate: Estate, site: DeepReadonly<Site>): readonly Judgement[] => [...declaredDisks(estate, site), ...declaredClasses(site)];

const declaredClasses = (site: DeepReadonly<Site>): readonly Judgement[] =>
  site.storage.map((storage): Judgement => ({
    subject: { object: `storage-class/${storage.class}`, site: site.id },
    ...finding(storage.encrypted ? 'pass' : 'fail', storage.encrypted ? { vi: `${site.id} khai báo lớp ${storage.class} được mã hóa.`, en: `${site.id} declares class ${storage.class} as encrypted.` } : { vi: `${site.id} khai báo lớp ${storage.class} không mã hóa.`, en: `${site.id} declares class ${storage.class} without encryption.` }, {
      evidence: [{ what: { vi: 'Khai báo mã hóa', en: 'Declared as encrypted' }, found: String(storage.encrypted), pointer: classPointer(site, storage), document: 'estate' }],
    }),
  }));

export const enc003: Rule = {
  id: 'ENC-003',
  version: 2,
  title: { vi: 'Mọi lớp lưu trữ và mọi ổ đĩa (OSD) được mã hóa', en: 'Storage classes and OSDs are encrypted' },
  explanation: {
    vi: 'Ổ đĩa hỏng rời khỏi trung tâm mang theo dữ liệu, nên mọi OSD được mã hóa (encryptedDevice, hoặc encrypted của storageClassDeviceSets), kể cả cấu hình riêng của từng máy chủ. Lớp lưu trữ có khóa riêng trong danh mục phải thật sự gắn với khóa đó: StorageClass có encrypted và encryptionKMSID, và ConfigMap csi-kms-connection-details mô tả dịch vụ khóa ấy; các lớp theo cặp trung tâm cũng vậy. Khóa của OSD trên thiết bị trần do Rook giữ trong Ceph, không ở HSM. Vì vậy khóa OSD trong danh mục chỉ có nghĩa khi trung tâm khai báo disks.class: mọi ổ đĩa được nhận qua storageClassDeviceSets và security.kms trỏ tới đúng nơi giữ khóa (KMIP của HSM, hoặc kho bí mật). Khóa mà không ổ đĩa nào hỏi là một lỗi.',
    en: 'A disk that breaks leaves the site with its data, so every OSD is encrypted (encryptedDevice, or encrypted of storageClassDeviceSets), whatever single nodes say. A class with a key of its own in the inventory is really bound to it: its StorageClass has encrypted and encryptionKMSID, and a ConfigMap csi-kms-connection-details describes that key service; so have the classes of its pairs. Keys of OSDs on raw devices are kept by Rook inside Ceph, not in an HSM. So a key of OSDs in the inventory means something only where the site declares disks.class: every disk is claimed through storageClassDeviceSets, and security.kms names the very home of that key (KMIP of an HSM, or a secret store). A key that no disk asks for is a finding.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Mã hóa dữ liệu khi lưu của Rook và Ceph CSI.', en: 'Encryption at rest of Rook and Ceph CSI.' }, link: 'https://rook.io/docs/rook/latest/CRDs/Cluster/ceph-cluster-crd/#osd-configuration-settings' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['weaken', 'drop-field', 'drop-object', 'contradict', 'elsewhere', 'known-to-unknown'],
  check: (input) => {
    const { estate } = input;
    const operating = new Set(operatingSites(estate).map(({ id }) => id));
    return [
      ...judgeSites(input, (site): readonly SiteSubject[] => [
        ...site.storage.map((storage): SiteSubject => ({ subject: { object: `storage-class/${storage.class}`, site: site.id }, stacks: ({ kind }) => kind !== 'tenant', judge: (view) => judgeClass(estate, storage, view) })),
        { subject: { object: `osd/${site.id}`, site: site.id }, stacks: ({ kind }) => kind !== 'tenant', judge: (view) => judgeDisks(estate, view) },
      ]),
      ...Object.values(estate.sites)
        .filter(({ id, phase }) => phase !== 'retired' && !operating.has(id))
        .flatMap((site) => declaredOnly(estate, site)),
    ];
  },
  remedy: { vi: 'Khai báo encrypted: true cho lớp; khai báo hsm.kmip để lớp gắn với khóa của mình; bật encryptedDevice cho mọi OSD (OSD đang chạy phải được dựng lại). Khóa OSD nằm trong danh mục: khai báo disks.class và nơi giữ khóa, hoặc bỏ khóa khỏi danh mục.', en: 'Declare the class with encrypted: true; declare hsm.kmip so that it is bound to its key; set encryptedDevice for every OSD (those that run are to be made anew). Of a key of OSDs in the inventory: declare disks.class and where it is reached, or take the key out.' },
};
