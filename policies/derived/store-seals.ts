import type { Estate } from '../../sites/model/estate.js';
import { sealMechanisms } from '../../sites/model/seal-mechanisms.js';
import type { Text } from '../../sites/model/text.js';
import { settingAt } from '../planset/chart-settings.js';
import { plainText } from '../planset/known.js';
import { isKnownObject } from '../planset/kubernetes-object.js';
import type { Column } from '../planset/lookup.js';
import { isUnknown, type Known, type ReadResource } from '../planset/read-model.js';
import { holdersOf, partitionAt, type DeclaredKey } from './keys.js';
import { elements, none, notKnown, opened, together, type Openings } from './network-policy.js';
import { settledField } from './values.js';

/** How one release of OpenBao opens itself. */
export interface StoreSeal {
  /** Stores that its key opens: sites. */
  readonly stores: readonly string[];
  readonly key?: DeclaredKey;
  readonly openings: Openings;
}

/** A release judged by the settings it is handed, which stand in every plan whether its chart was rendered or not. */
export function sealOf(estate: Estate, site: string, resource: ReadResource, column: Column): StoreSeal {
  const release = resource.release?.[column];
  const at = (...path: readonly string[]): Known | undefined => (release === undefined ? undefined : settingAt(release, 'server', ...path));
  const variables = ['BAO_HSM_LIB', 'BAO_HSM_TOKEN_LABEL', 'BAO_HSM_KEY_LABEL', 'BAO_HSM_MECHANISM'].map((name) => [name, at('extraEnvironmentVars', name)] as const);
  const open = variables.flatMap(([name, value]) => (isUnknown(value) ? [`${resource.address} ${name}: ${value.because}`] : []));
  const named = variables.map(([, value]) => (value === undefined || isUnknown(value) ? '' : plainText(value)));
  const [library = '', token = '', label = '', mechanism = ''] = named;
  const seals = Object.values(estate.keys).filter(({ purpose, home }) => purpose === 'seal' && 'hsm' in home && home.hsm.label === label);
  // A token of the wrong name is told as such where the key is one of ours.
  const key = seals.find((each) => partitionAt(estate, each, site) === token) ?? seals.find(({ home }) => 'hsm' in home && home.hsm.partition === token);
  const stores = (key?.opens ?? []).flatMap((target) => (target.startsWith('store/') ? [target.slice('store/'.length)] : []));
  const what = resource.address;
  const client = open.length > 0 ? together(open.map(notKnown)) : clientProblems(estate, site, what, { library, token, label, mechanism, ...(key === undefined ? {} : { key }) });
  return { stores, ...(key === undefined ? {} : { key }), openings: together([client, otherSeals(what, at), ...(open.length === 0 && named.slice(0, 3).includes('') ? [] : [pinProblems(what, at)])]) };
}

interface Client {
  readonly library: string;
  readonly token: string;
  readonly label: string;
  readonly mechanism: string;
  readonly key?: DeclaredKey;
}

function clientProblems(estate: Estate, site: string, what: string, { library, token, label, mechanism, key }: Client): Openings {
  if (library === '' || token === '' || label === '') return opened(`${what} không được niêm bằng HSM (thiếu BAO_HSM_LIB, BAO_HSM_TOKEN_LABEL hoặc BAO_HSM_KEY_LABEL): người giữ mảnh khóa phải mở tay`, `${what} is not sealed by an HSM (no BAO_HSM_LIB, BAO_HSM_TOKEN_LABEL or BAO_HSM_KEY_LABEL): holders of shares open it by hand`);
  if (key === undefined) return opened(`${what} niêm bằng ${token}/${label}, không phải khóa niêm nào trong danh mục`, `${what} is sealed by ${token}/${label}, no seal of the inventory`);
  return together([
    holdersOf(estate, key).includes(site) ? none : opened(`${what} niêm bằng khóa ${key.id}, không nằm trong HSM của ${site}`, `${what} is sealed by the key ${key.id}, which the HSM of ${site} does not hold`),
    !holdersOf(estate, key).includes(site) || partitionAt(estate, key, site) === token ? none : opened(`${what} tìm khóa ${key.id} trong phân vùng ${token}, HSM của ${site} giữ bản của nó trong ${partitionAt(estate, key, site) ?? '(không có phân vùng nào cho nó)'}`, `${what} looks for the key ${key.id} in the partition ${token}; the HSM of ${site} keeps its copy in ${partitionAt(estate, key, site) ?? '(no partition for it)'}`),
    mechanism === sealMechanisms[key.mechanism] ? none : opened(`${what} dùng cơ chế ${mechanism === '' ? '–' : mechanism}, khóa ${key.id} là ${key.mechanism}`, `${what} uses the mechanism ${mechanism === '' ? '–' : mechanism}, the key ${key.id} is of ${key.mechanism}`),
  ]);
}

type At = (...path: readonly string[]) => Known | undefined;

/** Seals of another kind: shares held by people, or a transit engine, which for a store of its own is itself. */
function otherSeals(what: string, at: At): Openings {
  const type = at('extraEnvironmentVars', 'BAO_SEAL_TYPE');
  return together([
    isUnknown(type) ? notKnown(`${what} BAO_SEAL_TYPE: ${type.because}`) : type === undefined || type === 'pkcs11' ? none : opened(`${what} đặt BAO_SEAL_TYPE là ${plainText(type)}, cần pkcs11`, `${what} has the BAO_SEAL_TYPE ${plainText(type)}, pkcs11 is needed`),
    ...[['ha', 'raft', 'config'], ['ha', 'config'], ['standalone', 'config']].map((path) => {
      const text = at(...path);
      if (isUnknown(text)) return notKnown(`${what} ${path.join('.')}: ${text.because}`);
      const kinds = typeof text === 'string' ? [...text.matchAll(/^[ \t]*seal[ \t]+"([^"\n]*)"/gmu)].map(([, kind = '']) => kind).filter((kind) => kind !== 'pkcs11') : [];
      return kinds.length === 0 ? none : opened(`${what} có seal "${kinds.join('", "')}" trong ${path.join('.')}, cần pkcs11`, `${what} has the seal "${kinds.join('", "')}" in ${path.join('.')}, pkcs11 is needed`);
    }),
  ]);
}

/** The PIN lies in a file of a mounted Secret, which the program is told to read, and in no variable and no setting. */
function pinProblems(what: string, at: At): Openings {
  const inVariable = opened(`${what} nhận PIN qua biến, không qua tệp gắn vào`, `${what} takes the PIN from a variable, not from a mounted file`);
  const pins = ['BAO_HSM_PIN', 'VAULT_HSM_PIN'].map((name) => at('extraEnvironmentVars', name));
  const secrets = elements(at('extraSecretEnvironmentVars'));
  const [given, volumes, mounts] = [at('extraArgs'), elements(at('volumes')), elements(at('volumeMounts'))];
  if (isUnknown(given)) return notKnown(`${what} extraArgs: ${given.because}`);
  for (const list of [secrets, volumes, mounts]) if ('because' in list) return notKnown(`${what}: ${list.because}`);
  if ('because' in secrets || 'because' in volumes || 'because' in mounts) return none;
  const held = new Set(volumes.flatMap((volume) => (isKnownObject(settledField(volume, 'secret')) ? [settledField(volume, 'name')] : [])));
  const files = typeof given === 'string' ? [...given.matchAll(/-config=(\S+)/gu)].map(([, file = '']) => file) : [];
  const mounted = mounts.some((mount) => {
    const folder = settledField(mount, 'mountPath');
    return typeof folder === 'string' && held.has(settledField(mount, 'name')) && files.some((file) => file.startsWith(`${folder}/`));
  });
  return together([
    pins.some((pin) => pin !== undefined) || secrets.some((one) => ['BAO_HSM_PIN', 'VAULT_HSM_PIN'].includes(settledField(one, 'envName') as string)) ? inVariable : none,
    mounted ? none : opened(`${what} không đọc PIN từ tệp của một Secret gắn vào (extraArgs -config, volumes, volumeMounts)`, `${what} reads no PIN from a file of a mounted Secret (extraArgs -config, volumes, volumeMounts)`),
  ]);
}

/** Sites in a sentence. */
export const storesText = (stores: readonly string[]): Text => ({ vi: `kho bí mật của ${stores.join(', ')}`, en: `the secret stores of ${stores.join(', ')}` });
