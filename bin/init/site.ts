import type { z } from 'zod';
import type { siteSchema } from '../../sites/model/kinds/site.js';
import { basis, head, internal, keyDomain, partition, partitions, type Choices } from './choices.js';
import { estateFile, type EstateFile } from './estate-file.js';

const mechanisms = {
  kms: ['CKM_AES_GCM', 'CKM_AES_KEY_GEN'],
  seal: ['CKM_AES_GCM', 'CKM_RSA_PKCS_OAEP'],
  storage: ['CKM_AES_GCM', 'CKM_AES_KEY_WRAP'],
  backup: ['CKM_AES_GCM', 'CKM_AES_KEY_WRAP'],
  state: ['CKM_AES_GCM'],
  ca: ['CKM_ECDSA', 'CKM_EC_KEY_PAIR_GEN'],
} as const;

const purposes = {
  kms: 'Key-encryption keys of the API server',
  seal: 'Seal of the secret store',
  storage: 'Encryption of storage devices',
  backup: 'Backup and archive keys',
  state: 'Keys of the Terraform state',
  ca: 'Intermediate authority of the site',
} as const;

/** A small site that boots alone: sites lie three degrees of latitude (333 km) apart, in a region and hazard zones of their own. */
export function siteFile({ sites, from }: Choices, site: string): EstateFile {
  const number = sites.indexOf(site) + 1;
  const value: z.input<typeof siteSchema> = {
    ...head('Site'),
    id: site,
    number,
    name: { vi: `Trung tâm ${site}`, en: `Site ${site}` },
    region: `region-${number}`,
    location: { place: 'To be filled in', lat: 25 - 3 * number, lon: 105.5 },
    hazards: [
      { scenario: 'natural', zone: `natural-${number}`, level: 10 },
      { scenario: 'disaster', zone: `disaster-${number}`, level: 5 },
      { scenario: 'war', zone: `war-${number}`, level: 5 },
    ],
    phase: 'operating',
    milestones: { commissioning: from, basis },
    facility: {
      standard: 'TIA-942',
      rating: 'III',
      halls: [{ id: 'hall-1', racks: 20, rackUnits: 42, rackKw: 8, feeds: [{ id: 'feed-a', kw: 160 }, { id: 'feed-b', kw: 160 }], coolingKw: 50, coolingUnits: 5, floorLoad: 12, available: from }],
      pue: [{ load: 0.25, pue: 1.8 }, { load: 1, pue: 1.4 }],
      fuelHours: 24,
    },
    cluster: {
      name: site,
      id: number,
      kubernetesVersion: '1.35.4',
      podCidr: `10.${16 * number}.0.0/12`,
      serviceCidr: `172.${16 + number}.0.0/16`,
      nodeCidr: `192.168.${8 * number}.0/21`,
      controlPlaneNodes: 3,
      secretEncryption: { providers: ['kms-v2'] },
    },
    nodePools: [
      { id: 'general-1', purpose: 'general', shape: { cpu: 64, memory: '512Gi' }, count: 6, rackUnits: 2, watts: 900, maxPods: 250, nodesPerRack: 2, allocatableReserve: { cpu: 4, memory: '32Gi' }, available: from },
      { id: 'storage-1', purpose: 'storage', shape: { cpu: 64, memory: '512Gi', disks: [{ count: 12, size: '8Ti' }] }, count: 8, rackUnits: 4, watts: 1200, maxPods: 250, allocatableReserve: { cpu: 4, memory: '32Gi' }, available: from },
    ],
    storage: [
      { class: 'ndc-block', backend: 'ceph-rbd', redundancy: { replicas: 3 }, failureDomain: 'rack', encrypted: true, raw: '300Ti', available: from },
      { class: 'ndc-object', backend: 'rgw', redundancy: { data: 4, coding: 2 }, failureDomain: 'rack', encrypted: true, raw: '400Ti', available: from },
    ],
    disks: { class: 'ndc-disk' },
    objectStore: { endpoint: internal('s3', site), site, buckets: ['velero-backup', 'database-archive', 'platform-backup'], objectLock: true, deleteCredential: 'Two people who may delete backups' },
    hsm: {
      site,
      partitions: partitions.map((name) => ({ label: partition(site, name), purpose: purposes[name], mechanisms: [...mechanisms[name]] })),
      keyDomain,
      devices: { count: 2, operationsPerSecond: 1500, partitions: 20 },
      kmip: internal('kmip', site),
      client: { image: 'hsm/pkcs11-client:1.0', library: '/opt/hsm/lib/libpkcs11.so' },
      quorum: { needed: 3, custodians: 5 },
    },
    authorities: [
      { kind: 'official-duty', issuer: 'Official-duty signature service', purposes: ['signing', 'authentication'], endpoint: internal('sign-official', site), trustAnchors: [{ subject: 'Root of the official-duty authority' }], revocation: { ocsp: [internal('ocsp-official', site)], crl: [internal('crl-official', site)] }, egress: 'government-network', owner: 'Cipher officers' },
      { kind: 'public', issuer: 'Public signature service', purposes: ['signing', 'authentication'], endpoint: internal('sign-public', site), trustAnchors: [{ subject: 'Root of the public authority' }], revocation: { ocsp: [internal('ocsp-public', site)], crl: [internal('crl-public', site)] }, egress: 'controlled-internet', owner: 'Platform operations' },
    ],
    services: {
      registry: { endpoint: internal('registry', site), site },
      dns: { endpoint: internal('dns', site), site },
      identity: { endpoint: internal('identity', site), site },
      state: { endpoint: internal('state', site), site },
    },
    interSite: { mesh: internal('mesh', site), objects: internal('objects', site), secrets: internal('secrets', site) },
  };
  return estateFile(`${site}.yaml`, {
    schemaName: 'site',
    about: [`Site ${site}: where it lies, what it is built of, and what runs there. A copy of this file with other ids and networks is another site.`],
    value,
    notes: {
      id: 'Stable for ever: stacks, states and clusters carry it. Numbers and cluster ids are unique in the estate.',
      region: 'One of the regions of catalogue/estate.yaml; degrees decide distances (RED-003).',
      hazards: 'A zone is what one event can take at once: two sites in one zone can be lost together.',
      phase: 'planned, building, operating or retired: only an operating site gets stacks.',
      facility: 'What halls, racks and feeds carry: ndc capacity power.',
      cluster: 'Networks overlap with no other site’s. uid is pinned here after the first apply.',
      nodePools: 'Nodes by pool; append new ones, for racks are filled in this order. ndc capacity headroom adds them up.',
      storage: 'Classes that requests may name, and the raw bytes behind each: ndc capacity storage.',
      disks: 'Class of the volumes that are the disks: Rook then keeps their keys in the HSM.',
      objectStore: 'Where backups of other sites arrive. Whoever writes can never delete.',
      hsm: 'Partitions of the HSM; the keys themselves stand in keys/.',
      authorities: 'Signature services as this site reaches them.',
      services: 'In the site itself, so that it boots alone (RED-007).',
      interSite: 'Names by which the other sites reach this one.',
    },
  });
}
