import type { Text } from '../../sites/model/text.js';
import { settingAt } from '../planset/chart-settings.js';
import { isKnownObject } from '../planset/kubernetes-object.js';
import type { Column } from '../planset/lookup.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type ReadPlanSet, type ReadResource, type ReadStack } from '../planset/read-model.js';
import { ofKind } from './by-kind.js';
import { elements, none, notKnown, opened, together, type Openings } from './network-policy.js';
import { deepField, settledField } from './values.js';

/** One description of a site's Ceph cluster: the object itself, or the settings its chart makes it from. */
export interface CephDescription {
  readonly name: string;
  readonly resource: ReadResource;
  /** What `spec` holds at a path. */
  readonly at: (...path: readonly string[]) => Known | undefined;
}

const clusterChart = 'rook-ceph-cluster';

/** A site's Ceph clusters. Where the chart was rendered its objects are judged, else the settings it is given. */
export function cephClusters(planset: ReadPlanSet, site: string, stacks: readonly ReadStack[], column: Column): readonly CephDescription[] {
  const objects = ofKind(planset, site, column, 'ceph.rook.io', 'CephCluster').map(({ resource, object }): CephDescription => ({ name: `CephCluster ${object.name}`, resource, at: (...path) => deepField(object.body['spec'], ...path) }));
  const rendered = new Set(objects.flatMap(({ resource: { stack, chart } }) => (chart === undefined ? [] : [`${stack} ${chart}`])));
  const charts = releasesOf(clusterChart, stacks, column)
    .filter(({ stack, address }) => !rendered.has(`${stack} ${address}`))
    .map((resource): CephDescription => ({
      name: resource.address,
      resource,
      at: (...path) => {
        const release = resource.release?.[column];
        return release === undefined ? undefined : settingAt(release, 'cephClusterSpec', ...path);
      },
    }));
  return [...objects, ...charts];
}

/** Releases of a chart, by what they install and not by what they are called. */
export const releasesOf = (chart: string, stacks: readonly ReadStack[], column: Column): readonly ReadResource[] => stacks.flatMap(({ resources }) => resources.filter(({ release }) => release?.[column]?.chart === chart));

/** A flag as charts and Rook write it: a boolean, or its text. */
const isOn = (value: Known | undefined): boolean | undefined => (value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined);

/**
 * Whether every disk of a cluster is encrypted: raw devices by `config.encryptedDevice`, which nodes and devices may
 * override, sets of claims by `encrypted`.
 * Source: https://rook.io/docs/rook/latest/CRDs/Cluster/ceph-cluster-crd/#osd-configuration-settings
 */
export function diskProblems({ name, at }: CephDescription): Openings {
  const whole = at('storage', 'config', 'encryptedDevice');
  if (isUnknown(whole)) return notKnown(`${name} storage: ${whole.because}`);
  const sets = elements(at('storage', 'storageClassDeviceSets'));
  const nodes = elements(at('storage', 'nodes'));
  if ('because' in sets || 'because' in nodes) return notKnown(`${name} storage: ${'because' in sets ? sets.because : 'because' in nodes ? nodes.because : ''}`);
  const devices = [at('storage', 'useAllDevices'), at('storage', 'deviceFilter'), at('storage', 'devicePathFilter'), at('storage', 'devices')];
  const open = devices.find(isUnknown);
  if (open !== undefined) return notKnown(`${name} storage: ${open.because}`);
  const raw = sets.length === 0 || devices.some((value) => value !== undefined && isOn(value) !== false && value !== '') || nodes.length > 0;
  return together([
    raw && isOn(whole) !== true ? opened(`${name} không mã hóa ổ đĩa (encryptedDevice là ${plainText(whole)})`, `${name} does not encrypt its disks (encryptedDevice is ${plainText(whole)})`) : none,
    ...sets.map((set) => flagOf(`${name} ${plainText(settledField(set, 'name'))}`, settledField(set, 'encrypted'), true)),
    ...nodes.flatMap((node) => {
      const where = `${name} ${plainText(settledField(node, 'name'))}`;
      const own = elements(settledField(node, 'devices'));
      return [flagOf(where, deepField(node, 'config', 'encryptedDevice'), false), ...('because' in own ? [notKnown(`${where}: ${own.because}`)] : own.map((device) => flagOf(where, deepField(device, 'config', 'encryptedDevice'), false)))];
    }),
  ]);
}

function flagOf(where: string, value: Known | undefined, needed: boolean): Openings {
  if (isUnknown(value)) return notKnown(`${where}: ${value.because}`);
  return isOn(value) === true || (value === undefined && !needed) ? none : opened(`${where} không mã hóa ổ đĩa`, `${where} does not encrypt its disks`);
}

/** Where the keys of a site's disks are to be kept, by the inventory: the KMIP service of an HSM, or a path in a secret store. */
export type DiskService = { readonly kms: 'kmip'; readonly endpoint: string } | { readonly kms: 'vault'; readonly address: string; readonly path: string };

/**
 * Whether a cluster hands the keys of its disks to that service: the provider, where it is reached, and disks that are claimed
 * alone, since Rook keeps those of raw devices in Ceph whatever the provider.
 * Source: https://rook.io/docs/rook/latest/Storage-Configuration/Advanced/key-management-system/
 */
export function diskKeyProblems({ name, at }: CephDescription, service: DiskService): Openings {
  const asked: readonly (readonly [string, string])[] = service.kms === 'kmip' ? [['KMS_PROVIDER', 'kmip'], ['KMIP_ENDPOINT', service.endpoint]] : [['KMS_PROVIDER', 'vault'], ['VAULT_ADDR', service.address], ['VAULT_BACKEND_PATH', service.path]];
  const sets = elements(at('storage', 'storageClassDeviceSets'));
  if ('because' in sets) return notKnown(`${name} storage: ${sets.because}`);
  return together([
    sets.length > 0 ? none : opened(`${name} dùng thiết bị trần, khóa của chúng nằm trong Ceph (không có storageClassDeviceSets)`, `${name} takes raw devices, whose keys Ceph keeps (no storageClassDeviceSets)`),
    ...[['useAllDevices'], ['nodes'], ['devices'], ['deviceFilter'], ['devicePathFilter']].map((path) => rawDevices(name, path[0] ?? '', at('storage', ...path))),
    ...asked.map(([setting, wanted]) => {
      const found = at('security', 'kms', 'connectionDetails', setting);
      if (isUnknown(found)) return notKnown(`${name} security.kms ${setting}: ${found.because}`);
      return found === wanted ? none : opened(`${name} có ${setting} là ${found === undefined ? '–' : plainText(found)}, cần ${wanted}`, `${name} has ${found === undefined ? 'no' : 'the'} ${setting}${found === undefined ? '' : ` ${plainText(found)}`}, ${wanted} is needed`);
    }),
  ]);
}

function rawDevices(name: string, setting: string, value: Known | undefined): Openings {
  if (isUnknown(value)) return notKnown(`${name} storage.${setting}: ${value.because}`);
  const takes = Array.isArray(value) ? value.length > 0 : typeof value === 'string' ? value !== '' && value !== 'false' : value === true;
  return takes ? opened(`${name} còn dùng thiết bị trần (storage.${setting}), khóa của chúng nằm trong Ceph`, `${name} takes raw devices as well (storage.${setting}), whose keys Ceph keeps`) : none;
}

/** What of Ceph's own traffic is not encrypted: daemons, clients and mirrors speak the same protocol. */
export function messengerProblems({ name, at }: CephDescription): Openings {
  const settings: readonly (readonly [string, Known | undefined])[] = [
    ['network.connections.encryption.enabled', at('network', 'connections', 'encryption', 'enabled')],
    ['network.connections.requireMsgr2', at('network', 'connections', 'requireMsgr2')],
  ];
  return together(
    settings.map(([setting, value]) => {
      if (isUnknown(value)) return notKnown(`${name} ${setting}: ${value.because}`);
      return isOn(value) === true ? none : opened(`${name} không bật ${setting}`, `${name} does not set ${setting}`);
    }),
  );
}

/** How a mesh encrypts, as its chart is told: a type, nothing, or a reason why that cannot be known. */
export function meshEncryption(stacks: readonly ReadStack[], column: Column): { readonly resource?: ReadResource; readonly is: string | undefined; readonly unknown?: string; readonly missing?: Text } {
  const [resource] = releasesOf('cilium', stacks, column);
  const release = resource?.release?.[column];
  if (resource === undefined || release === undefined) return { is: undefined, missing: { vi: 'không có bản cài đặt nào của chart cilium', en: 'no release installs the chart cilium' } };
  const [enabled, type] = [settingAt(release, 'encryption', 'enabled'), settingAt(release, 'encryption', 'type')];
  const open = [enabled, type].find(isUnknown);
  if (isUnknown(open)) return { resource, is: undefined, unknown: `${resource.address} encryption: ${open.because}` };
  // The chart's own default is IPsec: https://docs.cilium.io/en/v1.20/helm-reference/
  return { resource, is: isOn(enabled) === true ? (type === undefined ? 'ipsec' : plainText(type)) : undefined };
}

/** Whether a storage class hands its keys to a service that holds them, and which: the driver's own settings. */
export function classBinding(body: { readonly [key: string]: Known }): { readonly kms?: string; readonly unknown?: string } {
  const parameters = body['parameters'];
  if (isUnknown(parameters)) return { unknown: parameters.because };
  if (!isKnownObject(parameters)) return {};
  const [encrypted, id] = [parameters['encrypted'], parameters['encryptionKMSID']];
  const open = [encrypted, id].find(isUnknown);
  if (isUnknown(open)) return { unknown: open.because };
  return isOn(encrypted) === true && typeof id === 'string' && id !== '' ? { kms: id } : {};
}
