import { day } from '../../../sites/model/calendar.js';
import { messageOf, type Diagnostic } from '../../../sites/model/diagnostic.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import type { SourceFile } from '../../../sites/model/source-file.js';
import { recoveryFile } from './recovery-file.js';

/** The smallest data directory that loads: two sites, one ministry, one request. Each test changes what it is about. */
export const baseFiles: Readonly<Record<string, string>> = {
  'ndc-01.yaml': site(1, 'operating', '2025-Q3'),
  'ndc-02.yaml': site(2, 'planned', '2027-Q4'),
  'links.yaml': `apiVersion: ndc.gov.vn/v1
kind: Links
links:
  - {a: ndc-01, b: ndc-02, capacityGbps: 100, rttMs: 12.5, encrypted: true, paths: [{id: north, conduits: [c1], provider: Nhà mạng A}]}
`,
  'catalogue/estate.yaml': `apiVersion: ndc.gov.vn/v1
kind: EstateSettings
id: vn
name: {vi: Trung tâm dữ liệu quốc gia, en: National Data Center}
operator: bo-cong-an
horizon: 2030-Q4
regions:
  - {id: red-river-delta, name: {vi: Đồng bằng sông Hồng, en: Red River Delta}}
  - {id: south-east, name: {vi: Đông Nam Bộ, en: South East}}
separation: {minimumKm: 100, warningBetween: []}
placement: {candidates: [ndc-01, ndc-02]}
platformIdentity: {group: "ndc:platform"}
domesticSuffixes: [gov.vn]
targets: []
milestones: []
`,
  'catalogue/organisations.yaml': `apiVersion: ndc.gov.vn/v1
kind: Organisations
organisations:
  - {id: bo-cong-an, name: {vi: Bộ Công an, en: Ministry of Public Security}, level: central, kind: ministry}
  - {id: bo-y-te, name: {vi: Bộ Y tế, en: Ministry of Health}, level: central, kind: ministry, groups: ["bo-y-te:platform"]}
`,
  'catalogue/tiers.yaml': `apiVersion: ndc.gov.vn/v1
kind: ProtectionTiers
tiers:
${['platinum', 'gold', 'silver', 'bronze'].map((name) => `  ${name}: {name: {vi: ${name}, en: ${name}}, rpoMinutes: 1, rtoMinutes: 15, backupRpoMinutes: 60, standby: hot, standbyShare: {compute: 100, storage: 100}, backup: {offSite: true, thirdSite: true, immutable: true}, retention: {days: 35, monthlies: 12}, priority: 1000, example: Cổng dịch vụ công}`).join('\n')}
floor: [{tier: bronze, basis: mặc định}]
sensitive: {importanceAtLeast: core, personalData: sensitive, securityLevelAtLeast: 4, secrecyAtLeast: mat}
`,
  'catalogue/quota-sizes.yaml': `apiVersion: ndc.gov.vn/v1
kind: QuotaSizes
sizes:
  s: {cpu: 4, memory: 8Gi, storage: 100Gi, pods: 50, backup: 100Gi}
  m: {cpu: 16, memory: 64Gi, storage: 1Ti, pods: 200, backup: 1Ti}
  l: {cpu: 64, memory: 256Gi, storage: 4Ti, pods: 500, backup: 4Ti}
storageClass: block
`,
  'catalogue/recovery.yaml': recoveryFile,
  'catalogue/planning.yaml': `apiVersion: ndc.gov.vn/v1
kind: PlanningInputs
growth: {computePerYear: 0, storagePerYear: 0}
storage: {nearfullPercent: 85, backfillfullPercent: 90, fullPercent: 95, unevenPercent: 0, healsFrom: host}
backup:
  databases: {fullEveryDays: 7, compressedTo: {low: 50, mid: 50, high: 50}, deduplicatedTo: {low: 100, mid: 100, high: 100}, lockBeyondRetentionDays: 0}
  volumes: {fullEveryDays: 7, incrementalEveryDays: 1, compressedTo: {low: 50, mid: 50, high: 50}, deduplicatedTo: {low: 100, mid: 100, high: 100}, lockBeyondRetentionDays: 0}
  logCompressedTo: {low: 50, mid: 50, high: 50}
  changedBlocksPercent: {low: 100, mid: 100, high: 100}
  volumesFilledTo: {low: 100, mid: 100, high: 100}
  volumesChangedPerDay: {low: 1, mid: 1, high: 1}
  objectsBackedUp: false
links:
  peakPercent: 100
  logPercent: 100
  payloadPercent: 75
  sharePercent: 100
  peakDayPercent: 100
  typicalDay: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
  peakDay: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
  backupWindow: {startHour: 0, hours: 24}
  outageMinutes: 60
  rerouteOverThirdSite: false
  tcpWindowMiB: 64
facility: {diversityPercent: 100, averagePercent: 100, nodesPerRack: {storage: 1}, rackKg: 1000, rackAreaM2: 2}
`,
  'catalogue/components.yaml': `apiVersion: ndc.gov.vn/v1
kind: Components
components:
  - {id: cilium, namespace: network-system, chart: cilium, version: 1.19.1, appVersion: 1.19.1, upstream: "https://helm.cilium.io"}
`,
  'catalogue/legal.yaml': `apiVersion: ndc.gov.vn/v1
kind: LegalSources
sources:
  - {id: quyet-dinh, label: Q, title: {vi: Quyết định, en: Decision}, standing: seed}
`,
  'tenants/bo-y-te.yaml': `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: bo-y-te
owners: {accountable: Vụ trưởng, technical: Trung tâm, mailbox: platform@example.vn}
systems:
  - id: ho-so-suc-khoe
    name: Hồ sơ sức khỏe điện tử
    securityLevel: 4
    sharing: shared
    importance: important
    secrecy: none
    personalData: sensitive
    environments:
      - name: prod
        quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}
        placement: {primary: ndc-01, standby: ndc-02}
`,
};

function site(number: number, phase: string, commissioning: string): string {
  const id = `ndc-0${number}`;
  return `apiVersion: ndc.gov.vn/v1
kind: Site
id: ${id}
number: ${number}
name: {vi: Trung tâm ${number}, en: Site ${number}}
region: ${number === 1 ? 'red-river-delta' : 'south-east'}
location: {place: Việt Nam, lat: ${22 - number}, lon: 105.5}
hazards: [{scenario: natural, zone: zone-${number}, level: 2}]
phase: ${phase}
milestones: {commissioning: ${commissioning}, basis: {document: quyet-dinh, clause: "1"}}
facility:
  standard: TCVN 9250:2021
  rating: III
  halls:
    - {id: a, racks: 100, rackUnits: 42, rackKw: 8, feeds: [{id: f1, kw: 1000}, {id: f2, kw: 1000}], coolingKw: 300, coolingUnits: 4, available: ${commissioning}}
  pue: [{load: 0.5, pue: 1.5}]
  fuelHours: 48
cluster: {name: ${id}, id: ${number}, kubernetesVersion: 1.35.4, podCidr: 10.${number}.0.0/16, serviceCidr: 10.1${number}.0.0/16, nodeCidr: 10.2${number}.0.0/16, controlPlaneNodes: 3}
nodePools:
  - id: general
    purpose: general
    shape: {cpu: 64, memory: 256Gi}
    count: 20
    rackUnits: 2
    watts: 800
    allocatableReserve: {cpu: 2, memory: 8Gi}
    available: ${commissioning}
storage:
  - {class: block, backend: ceph-rbd, redundancy: {replicas: 3}, failureDomain: rack, encrypted: true, raw: 300Ti, available: ${commissioning}}
objectStore: {endpoint: s3.${id}.example.vn, site: ${id}, buckets: [backup], objectLock: true, deleteCredential: hai người}
hsm: {site: ${id}, partitions: [{label: p1, purpose: kms, mechanisms: [CKM_AES_GCM]}], keyDomain: kd-${number}, quorum: {needed: 3, custodians: 5}}
authorities: [{kind: official-duty, issuer: Ban Cơ yếu}]
services:
  registry: {endpoint: registry.${id}.example.vn, site: ${id}}
  dns: {endpoint: dns.${id}.example.vn, site: ${id}}
  identity: {endpoint: id.${id}.example.vn, site: ${id}}
  state: {endpoint: state.${id}.example.vn, site: ${id}}
`;
}

/** Changes to the base: a text replaces a file, `undefined` removes it, a function edits it. */
export type Changes = Readonly<Record<string, string | Uint8Array | undefined | ((text: string) => string)>>;

const encoder = new TextEncoder();

export function filesWith(changes: Changes = {}): SourceFile[] {
  const contents = new Map<string, string | Uint8Array>(Object.entries(baseFiles));
  for (const [name, change] of Object.entries(changes)) {
    if (change === undefined) contents.delete(name);
    else contents.set(name, typeof change === 'function' ? edited(name, change) : change);
  }
  return [...contents].map(([name, content]) => ({ name, bytes: typeof content === 'string' ? encoder.encode(content) : content }));
}

function edited(name: string, edit: (text: string) => string): string {
  const before = baseFiles[name] ?? '';
  const after = edit(before);
  if (after === before) throw new Error(`the edit of ${name} changes nothing: the test would prove nothing`);
  return after;
}

/** One replacement in a text. */
export const put =
  (from: string, to: string) =>
  (text: string): string =>
    text.replace(from, () => to);

export const asOf = day('2026-06-30');

export const load = (changes: Changes = {}) => loadEstate(filesWith(changes), asOf);

/** @throws when the files do not load. */
export function estateOf(changes: Changes = {}): Estate {
  const result = load(changes);
  if ('diagnostics' in result) throw new Error(result.diagnostics.map((each) => `${where(each)} ${messageOf(each).en}`).join('\n'));
  return result.estate;
}

export function diagnosticsOf(changes: Changes): readonly Diagnostic[] {
  const result = load(changes);
  if (!('diagnostics' in result)) throw new Error('the files load; a diagnostic was expected');
  return result.diagnostics;
}

/** `file:line:column CODE`, as a person sees it first. */
export const where = ({ place, code }: Diagnostic): string => `${place.file}:${place.line}:${place.column} ${code}`;

export const english = (changes: Changes): string[] => diagnosticsOf(changes).map((each) => `${where(each)} ${messageOf(each).en}`);
export const vietnamese = (changes: Changes): string[] => diagnosticsOf(changes).map((each) => `${where(each)} ${messageOf(each).vi}`);
