import { z } from 'zod';
import { secrecies } from './classification.js';
import { fundings } from './funding.js';
import { bilingual, bytes, cidr, count, cpu, dated, dayOnly, expecting, flag, head, hostName, id, number, positive, prose, quarterOnly } from './scalars.js';

export const phases = ['planned', 'building', 'operating', 'retired'] as const;
export type Phase = (typeof phases)[number];

export const hazardScenarios = ['natural', 'disaster', 'war'] as const;
export type HazardScenario = (typeof hazardScenarios)[number];

/** Racks that are bought for a hall, as a pool is for its nodes: they change none of its room. */
export const rackOrder = z.strictObject({
  id: id(40),
  racks: positive(20_000),
  /** First quarter in which they are needed. */
  available: quarterOnly(),
  /** Last day on which their order still comes in time, of a purchase plan that was accepted. */
  orderBy: dayOnly().optional(),
  /** Day their contract was signed. */
  ordered: dayOnly().optional(),
});

const hall = z.strictObject({
  id: id(),
  racks: positive(20_000),
  /** Rack units per rack. */
  rackUnits: positive(60),
  /** Usable kW per rack. */
  rackKw: number(0.1, 200),
  /** Power feeds, each with the kW it can carry alone. */
  feeds: z.array(z.strictObject({ id: id(), kw: number(1, 1_000_000) })).min(1).max(16),
  /** kW of heat one cooling unit removes, and how many there are. */
  coolingKw: number(1, 100_000),
  coolingUnits: positive(1000),
  /** kN per square metre. */
  floorLoad: number(0.1, 100).optional(),
  /** Kilograms of a full rack, and the square metres it rests on with its share of the aisles; else those of catalogue/planning.yaml. */
  rackKg: number(1, 10_000).optional(),
  rackAreaM2: number(0.1, 20).optional(),
  available: quarterOnly().optional(),
  /** Racks of its own that are ordered, or to be ordered; `racks` says how many there is room for. */
  rackOrders: z.array(rackOrder).max(200).optional(),
});

/** What encrypts secrets in etcd, in the order of `EncryptionConfiguration`: the first writes, all of them read. */
export const secretProviders = ['kms-v2', 'kms-v1', 'secretbox', 'aesgcm', 'aescbc', 'identity'] as const;

/** Digest of a certificate, by which two people compare it over the telephone. */
const fingerprint = () => z.string().regex(/^[0-9a-f]{64}$/).meta(expecting('SHA-256 của chứng thư: 64 chữ số thập lục phân viết thường', 'SHA-256 of a certificate: 64 lower-case hexadecimal digits', { plain: true }));

/** A service for digital signing or authentication, as a site reaches it. */
const authority = z.strictObject({
  kind: z.enum(['official-duty', 'public']),
  issuer: prose(200),
  /** What it serves: signing documents is not authenticating people, and neither is issuing TLS certificates. */
  purposes: z.array(z.enum(['signing', 'authentication'])).min(1).max(2).optional(),
  /** Name by which this site reaches it. */
  endpoint: hostName().optional(),
  /** Roots its certificates are held against; a fingerprint that is missing was read by nobody. */
  trustAnchors: z.array(z.strictObject({ subject: prose(200), sha256: fingerprint().optional() })).max(20).optional(),
  /** Where it is asked whether a certificate was revoked, from this site. */
  revocation: z.strictObject({ ocsp: z.array(hostName()).max(10).optional(), crl: z.array(hostName()).max(10).optional() }).optional(),
  /** Network the connection leaves the site by. */
  egress: id().optional(),
  /** Who keeps the connection: a role. */
  owner: prose(200).optional(),
});

const service = z.strictObject({
  endpoint: hostName(),
  /** The site the service runs in: the same site, or the site does not boot alone (RED-007). */
  site: id(32),
});

export const nodePool = z.strictObject({
  id: id(40),
  purpose: z.enum(['general', 'storage', 'gpu', 'secret']),
  shape: z.strictObject({
    cpu: cpu(),
    memory: bytes(),
    gpu: count(64).optional(),
    disks: z.array(z.strictObject({ count: positive(200), size: bytes() })).max(20).optional(),
  }),
  count: count(100_000),
  /** Rack units one node takes. */
  rackUnits: positive(60),
  /** Watts one node draws at most. */
  watts: positive(100_000),
  maxPods: positive(1000).optional(),
  /** Per node: kube-reserved, system-reserved, eviction threshold and DaemonSets together. */
  allocatableReserve: z.strictObject({ cpu: cpu(), memory: bytes() }),
  available: quarterOnly(),
  /** Day its contract was signed; without one a pool that is yet to come is a wish, whose size the purchase plan settles. */
  ordered: dayOnly().optional(),
  /** Last day on which its order still comes in time, of a purchase plan that was accepted: until then the pool is counted on. */
  orderBy: dayOnly().optional(),
  retires: quarterOnly().optional(),
  /** A hall of this site; without one the pool lies in the first hall with room. */
  hall: id().optional(),
  /** Most nodes in one rack; else that of catalogue/planning.yaml, else as many as the rack permits. */
  nodesPerRack: positive(60).optional(),
  dedicatedTo: id().optional(),
});

export const storageClass = z
  .strictObject({
    class: id(40),
    backend: z.enum(['ceph-rbd', 'cephfs', 'rgw']),
    redundancy: z.union([
      z.strictObject({ replicas: positive(6) }),
      z.strictObject({ data: positive(20), coding: positive(10) }),
    ]),
    failureDomain: z.enum(['host', 'rack']),
    encrypted: flag(),
    /** Raw bytes behind the class. */
    raw: bytes(),
    /** Raw bytes that it declares from later quarters on, where its disks change. */
    rawFrom: z
      .array(z.strictObject({ from: quarterOnly(), raw: bytes() }))
      .max(40)
      .refine((steps) => steps.every(({ from }, index) => index === 0 || (steps[index - 1]?.from ?? '') < from))
      .meta(expecting('các bước theo thứ tự quý tăng dần, mỗi quý một lần', 'steps in the order of their quarters, each quarter once'))
      .optional(),
    /** Node pool whose disks hold the class; without one all storage pools of the site hold it together. */
    pool: id(40).optional(),
    /** Fewest replicas or chunks with which a placement group serves; without one Ceph's default. */
    minSize: positive(30).optional(),
    /** Largest domain whose loss Ceph heals by itself; else that of catalogue/planning.yaml. */
    healsFrom: z.enum(['host', 'rack']).optional(),
    available: quarterOnly().optional(),
  })
  .refine(({ redundancy, minSize }) => minSize === undefined || ('replicas' in redundancy ? minSize <= redundancy.replicas : minSize >= redundancy.data && minSize <= redundancy.data + redundancy.coding))
  .meta(expecting('minSize không quá số bản sao, hoặc từ số mảnh dữ liệu đến tổng số mảnh', 'a minSize of at most the replicas, or from the data chunks to all chunks'));

export const siteSchema = z.strictObject({
  ...head('Site'),
  id: id(32),
  number: positive(255),
  name: bilingual,
  /** One of the regions of catalogue/estate.yaml. */
  region: id(),
  location: z.strictObject({ place: prose(), lat: number(-90, 90), lon: number(-180, 180) }),
  hazards: z.array(z.strictObject({ scenario: z.enum(hazardScenarios), zone: id(), level: number(0, 20) })).max(20),
  phase: z.enum(phases),
  milestones: z.strictObject({
    construction: dated().optional(),
    commissioning: quarterOnly(),
    /** A legal source's id with its clause. */
    basis: z.strictObject({ document: id(), clause: prose(80) }),
  }),
  facility: z.strictObject({
    standard: z.enum(['TCVN 9250:2021', 'TIA-942', 'Uptime']),
    rating: z.enum(['I', 'II', 'III', 'IV']),
    certifiedUntil: dayOnly().optional(),
    halls: z.array(hall).min(1).max(100),
    /** Power usage effectiveness at a share of the IT load, rising in load. */
    pue: z.array(z.strictObject({ load: number(0, 1), pue: number(1, 5) })).min(1).max(20),
    /** Hours of fuel at full load. */
    fuelHours: number(0, 1000),
  }),
  cluster: z.strictObject({
    /** uid of the namespace kube-system: printed after the first apply, pinned by a reviewed commit. */
    uid: z.uuid().meta(expecting('uid của namespace kube-system', 'the uid of the namespace kube-system', { plain: true })).optional(),
    /** Cilium: at most 32 characters (https://docs.cilium.io/en/stable/network/clustermesh/clustermesh/). */
    name: id(32),
    id: positive(255),
    kubernetesVersion: z.string().regex(/^1\.\d{2}\.\d{1,2}$/).meta(expecting('một phiên bản Kubernetes, ví dụ 1.35.4', 'a Kubernetes version such as 1.35.4', { example: '1.35.4' })),
    podCidr: cidr(),
    serviceCidr: cidr(),
    nodeCidr: cidr(),
    controlPlaneNodes: positive(9),
    /** Sites whose machines vote in this cluster's etcd. @default - this site alone */
    quorumSites: z.array(id(32)).min(1).max(16).optional(),
    /** How its API servers encrypt secrets; a day is named while clear text is still accepted. */
    secretEncryption: z.strictObject({ providers: z.array(z.enum(secretProviders)).min(1).max(10), migratesUntil: dayOnly().optional() }).optional(),
  }),
  /** What is listed first gets its racks first: a pool that is appended takes what is left (sites/capacity/layout.ts). */
  nodePools: z.array(nodePool).max(200),
  storage: z.array(storageClass).max(50),
  /**
   * Class of the volumes that are the site's disks, one to a disk, made by whoever installs its nodes. Rook asks a key service
   * only for disks it claims by such volumes. @default - Rook takes raw devices, and Ceph keeps their keys itself
   */
  disks: z.strictObject({ class: id(40) }).optional(),
  objectStore: z.strictObject({
    endpoint: hostName(),
    site: id(32),
    buckets: z.array(id()).max(200),
    objectLock: flag(),
    /** Storage class its buckets lie in; without one the site's first class of object storage. */
    class: id(40).optional(),
    /** Who may delete a version; never the credential that writes. */
    deleteCredential: prose(120),
  }),
  hsm: z.strictObject({
    site: id(32),
    partitions: z.array(z.strictObject({ label: prose(64), purpose: prose(120), mechanisms: z.array(prose(60)).max(40) })).max(100),
    keyDomain: id(),
    /** Devices that hold the same partitions and share the load; operations a second of each, as its maker states them for AES, and partitions each permits. */
    devices: z.strictObject({ count: positive(100), operationsPerSecond: positive(10_000_000), partitions: positive(10_000) }).optional(),
    /** Name by which the site's storage drivers reach its HSM over KMIP, port 5696; without it keys of classes are bound nowhere. */
    kmip: hostName().optional(),
    /**
     * The vendor's PKCS#11 client for pods that open the HSM themselves: an image below the site's registry, and the library
     * in it, whose folder is copied. Without it the secret store is unsealed by its recovery keys, by hand.
     */
    client: z
      .strictObject({
        image: z
          .string()
          .max(200)
          .regex(/^[a-z0-9]+([._/-][a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[0-9a-f]{64})$/)
          .meta(expecting('đường dẫn của ảnh trong kho ảnh của trung tâm, kèm thẻ hoặc mã băm, ví dụ hsm/pkcs11-client:2026.1', 'the path of an image below the site’s registry, with its tag or digest, such as hsm/pkcs11-client:2026.1', { example: 'hsm/pkcs11-client:2026.1', plain: true })),
        library: z
          .string()
          .max(200)
          .regex(/^(\/[A-Za-z0-9._+-]+)+\.so(\.[0-9]+)*$/)
          .meta(expecting('đường dẫn đầy đủ của thư viện trong ảnh, ví dụ /opt/hsm/lib/libpkcs11.so', 'the absolute path of the library in the image, such as /opt/hsm/lib/libpkcs11.so', { example: '/opt/hsm/lib/libpkcs11.so', plain: true })),
      })
      .optional(),
    quorum: z.strictObject({ needed: positive(20), custodians: positive(40) }),
  }),
  authorities: z.array(authority).max(20),
  /** Highest secrecy the site may hold; without it no state secret may be copied there. */
  clearedFor: z.enum(secrecies).optional(),
  /** What pays for its equipment; else that of catalogue/planning.yaml. */
  funding: z.enum(fundings).optional(),
  services: z.strictObject({ registry: service, dns: service, identity: service, state: service }),
  /**
   * Names by which other sites reach this one: its mesh, the gateways of its object zone, its keeper of secrets. Without
   * them the site takes no part in what its peers do together.
   */
  interSite: z.strictObject({ mesh: hostName(), objects: hostName(), secrets: hostName() }).optional(),
  /** Versions this site runs instead of the catalogue's, while an upgrade rolls from site to site. */
  components: z.array(z.strictObject({ id: id(), version: prose(40) })).max(50).optional(),
});

export type Site = z.output<typeof siteSchema>;
export type RackOrder = z.output<typeof rackOrder>;
export type Hall = Site['facility']['halls'][number];
export type NodePool = Site['nodePools'][number];
export type StorageClass = Site['storage'][number];
