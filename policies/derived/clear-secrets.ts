import type { Text } from '../../sites/model/text.js';
import { settingsOf } from '../planset/chart-settings.js';
import { isKnownObject, secretData } from '../planset/kubernetes-object.js';
import type { Column } from '../planset/lookup.js';
import { ChartSettings, isUnknown, type ChartRelease, type Known, type KubernetesObject, type ReadResource } from '../planset/read-model.js';

/** A place where a secret stands in clear: where, and why it is taken for one; never what it is. */
export interface ClearSecret {
  readonly at: string;
  readonly because: Text;
}

/** What was found in one thing, and places that cannot be told. */
export interface SecretsFound {
  readonly clear: readonly ClearSecret[];
  readonly unknown: readonly string[];
}

const nothing: SecretsFound = { clear: [], unknown: [] };

/** Resources that exist to make a secret: whatever they make stands in the state. */
const makers: ReadonlySet<string> = new Set(['random_password', 'random_bytes', 'tls_private_key', 'kubernetes_token_request_v1', 'kubernetes_token_request']);

/** Last words of a name whose text is a secret, not the name of one: `adminPassword`, `AWS_SECRET_ACCESS_KEY`, `pin`. */
const secretName = /(?:passw(?:or)?d|passphrase|private[-_]?key|secret[-_]?(?:access[-_]?)?key|access[-_]?key|api[-_]?key|client[-_]?secret|(?:auth|bearer|access|refresh|root|admin|unseal)[-_]?token|(?:^|[-_.])(?:token|pin|pwd|psk))$/i;
/** Flags of a command that hand over a secret instead of a file that holds it. */
const secretFlag = /^--?[a-z0-9-]*(?:password|passwd|passphrase|token|pin)=(?!\$[({]|\/|file:)\S+/i;
/** Texts that are secrets wherever they stand: private keys, tokens of known makers, addresses with a password in them. */
const secretText = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bhv[sb]\.[A-Za-z0-9_-]{20,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|[a-z][a-z0-9+.-]*:\/\/[^\s/:@]{1,64}:[^\s/:@${}]{1,128}@/;
/** Shortest text that the above can be. */
const shortestSecret = 12;

/** Texts that name a secret or say that there is none. */
const refers = (text: string): boolean => text === '' || /^(?:true|false|\d{1,4})$/.test(text) || /^\$[({]/.test(text) || text.startsWith('/');

const deepest = 60;

class Search {
  readonly clear: ClearSecret[] = [];
  readonly unknown: string[] = [];

  walk(value: Known, at: string, name: string, depth: number): void {
    if (typeof value === 'string') return this.text(value, at, name);
    if (isUnknown(value)) {
      if (value.because === 'sensitive') this.clear.push({ at, because: { vi: 'được đánh dấu là nhạy cảm, nên nằm trong trạng thái', en: 'it is marked as sensitive, so it stands in the state' } });
      else if (secretName.test(name)) this.unknown.push(`${at}: ${value.because}`);
      return;
    }
    if (typeof value !== 'object' || value === null || depth > deepest) return;
    if (Array.isArray(value)) {
      for (const [index, inner] of (value as readonly Known[]).entries()) this.walk(inner, `${at}/${index}`, name, depth + 1);
      return;
    }
    const map = value as { readonly [key: string]: Known };
    // A variable of a container says in its name what its value is.
    const variable = map['name'];
    for (const key of Object.keys(map)) this.walk(map[key] as Known, `${at}/${key}`, key === 'value' && typeof variable === 'string' ? variable : key, depth + 1);
  }

  private text(value: string, at: string, name: string): void {
    if (secretName.test(name) && !refers(value)) this.clear.push({ at, because: { vi: 'tên của nó là tên của một bí mật', en: 'its name is that of a secret' } });
    else if (value.length >= shortestSecret && secretText.test(value)) this.clear.push({ at, because: { vi: 'có dạng khóa riêng, token hay địa chỉ kèm mật khẩu', en: 'it has the form of a private key, a token or an address with a password' } });
    else if ((name === 'args' || name === 'command') && secretFlag.test(value)) this.clear.push({ at, because: { vi: 'tham số của lệnh mang bí mật', en: 'an argument of a command carries it' } });
  }
}

const found = new WeakMap<KubernetesObject | ChartRelease, SecretsFound>();

function remembered<T extends KubernetesObject | ChartRelease>(thing: T, search: (thing: T) => SecretsFound): SecretsFound {
  // What does not change is one object in both columns.
  const known = found.get(thing) ?? search(thing);
  found.set(thing, known);
  return known;
}

function inObject({ kind, name, namespace, body, annotations }: KubernetesObject): SecretsFound {
  // Definitions describe fields called password; they hold none.
  if (kind === 'CustomResourceDefinition') return nothing;
  const where = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  if (kind === 'Secret') {
    const holds = ['data', 'binaryData', 'stringData'].some((key) => isUnknown(body[key]) && body[key].because === secretData);
    return holds ? { clear: [{ at: where, because: { vi: 'Secret có dữ liệu', en: 'the Secret has data' } }], unknown: [] } : nothing;
  }
  const search = new Search();
  search.walk(body, where, '', 0);
  if (!isUnknown(annotations)) search.walk(annotations, `${where}/metadata/annotations`, '', 0);
  return search;
}

function inRelease(address: string, release: ChartRelease): SecretsFound {
  const search = new Search();
  const { values, setSensitive, set, setList } = ChartSettings.handed(release.settings);
  // Providers write an empty list where nobody sets anything.
  if (isUnknown(setSensitive) || (Array.isArray(setSensitive) && setSensitive.length > 0) || isKnownObject(setSensitive)) search.clear.push({ at: `${address}/set_sensitive`, because: { vi: 'giá trị của chart được đánh dấu là nhạy cảm nằm trong trạng thái', en: 'a value of the chart that is marked as sensitive stands in the state' } });
  if (isUnknown(values) && values.because === 'sensitive') search.walk(values, `${address}/values`, '', 0);
  else for (const [index, settings] of settingsOf(release).entries()) search.walk(settings, `${address}/values/${index}`, '', 0);
  for (const block of [set, setList]) for (const entry of Array.isArray(block) ? (block as readonly Known[]) : block === null ? [] : [block]) singleSetting(search, address, entry);
  return search;
}

function singleSetting(search: Search, address: string, entry: Known): void {
  if (!isKnownObject(entry)) return;
  const name = typeof entry['name'] === 'string' ? entry['name'] : '?';
  search.walk(entry['value'] ?? null, `${address}/set/${name}`, name.split('.').at(-1) ?? name, 0);
}

/** Secrets in clear that one resource of a plan holds in one column. */
export function clearSecretsOf(resource: ReadResource, column: Column): SecretsFound {
  const object = resource[column];
  const release = resource.release?.[column];
  if (makers.has(resource.type)) return { clear: [{ at: resource.address, because: { vi: 'nó tạo ra một bí mật và để trong trạng thái', en: 'it makes a secret and leaves it in the state' } }], unknown: [] };
  if (release !== undefined) return remembered(release, (one) => inRelease(resource.address, one));
  return object === undefined ? nothing : remembered(object, inObject);
}
