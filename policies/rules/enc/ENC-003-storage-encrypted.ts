import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site, StorageClass } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { cephClusters, classBinding, diskProblems } from '../../derived/disk-encryption.js';
import { unrendered } from '../../derived/hidden.js';
import { homeEvidence, keysOpening } from '../../derived/keys.js';
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
  const { beyond, unknown } = together(clusters.map(diskProblems));
  const keys = keysOpening(estate, `osd/${site.id}`);
  return concluded({
    where: { vi: `Ổ đĩa ở ${site.id}`, en: `Disks in ${site.id}` },
    problems: [...beyond, ...(keys.length === 0 ? [{ vi: 'không khóa nào trong danh mục mở chúng', en: 'no key in the inventory opens them' }] : [])],
    missing: clusters.length === 0 ? [{ vi: 'không có CephCluster', en: 'no CephCluster is there' }] : [],
    unknown: [...unknown, ...(clusters.length === 0 ? unrendered(planset, stacks, column) : [])],
    own: stacks,
    fine: { vi: 'mọi OSD được mã hóa', en: 'every OSD is encrypted' },
    evidence: [...clusters.map(({ name, resource }): Evidence => ({ what: { vi: 'Cụm lưu trữ đã đọc', en: 'Storage cluster read' }, found: name, pointer: resource.pointer, document: resource.stack })), ...keys.map(homeEvidence)],
  });
}

/** A site that does not operate has nothing but what it declares. */
const declaredOnly = (site: DeepReadonly<Site>): readonly Judgement[] =>
  site.storage.map((storage): Judgement => ({
    subject: { object: `storage-class/${storage.class}`, site: site.id },
    ...finding(storage.encrypted ? 'pass' : 'fail', storage.encrypted ? { vi: `${site.id} khai báo lớp ${storage.class} được mã hóa.`, en: `${site.id} declares class ${storage.class} as encrypted.` } : { vi: `${site.id} khai báo lớp ${storage.class} không mã hóa.`, en: `${site.id} declares class ${storage.class} without encryption.` }, {
      evidence: [{ what: { vi: 'Khai báo mã hóa', en: 'Declared as encrypted' }, found: String(storage.encrypted), pointer: classPointer(site, storage), document: 'estate' }],
    }),
  }));

export const enc003: Rule = {
  id: 'ENC-003',
  version: 1,
  title: { vi: 'Mọi lớp lưu trữ và mọi ổ đĩa (OSD) được mã hóa', en: 'Storage classes and OSDs are encrypted' },
  explanation: {
    vi: 'Ổ đĩa hỏng rời khỏi trung tâm mang theo dữ liệu, nên mọi OSD được mã hóa (encryptedDevice, hoặc encrypted của storageClassDeviceSets), kể cả cấu hình riêng của từng máy chủ. Lớp lưu trữ có khóa riêng trong danh mục phải thật sự gắn với khóa đó: StorageClass có encrypted và encryptionKMSID, và ConfigMap csi-kms-connection-details mô tả dịch vụ khóa ấy; các lớp theo cặp trung tâm cũng vậy. Khóa của OSD trên thiết bị trần do Rook giữ trong Ceph, không ở HSM: HSM chỉ giữ khóa của lớp.',
    en: 'A disk that breaks leaves the site with its data, so every OSD is encrypted (encryptedDevice, or encrypted of storageClassDeviceSets), whatever single nodes say. A class with a key of its own in the inventory is really bound to it: its StorageClass has encrypted and encryptionKMSID, and a ConfigMap csi-kms-connection-details describes that key service; so have the classes of its pairs. Keys of OSDs on raw devices are kept by Rook inside Ceph, not in an HSM: the HSM holds the keys of classes.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Mã hóa dữ liệu khi lưu của Rook và Ceph CSI.', en: 'Encryption at rest of Rook and Ceph CSI.' }, link: 'https://rook.io/docs/rook/latest/CRDs/Cluster/ceph-cluster-crd/#osd-configuration-settings' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['weaken', 'drop-field', 'drop-object', 'known-to-unknown'],
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
        .flatMap(declaredOnly),
    ];
  },
  remedy: { vi: 'Khai báo encrypted: true cho lớp; khai báo hsm.kmip để lớp gắn với khóa của mình; bật encryptedDevice cho mọi OSD (OSD đang chạy phải được dựng lại).', en: 'Declare the class with encrypted: true; declare hsm.kmip so that it is bound to its key; set encryptedDevice for every OSD (those that run are to be made anew).' },
};
