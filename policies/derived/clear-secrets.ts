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
/** Texts that are secrets wherever they stand: private keys, tokens of known makers. */
const secretText = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bhv[sb]\.[A-Za-z0-9_-]{20,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/;
/** The rest of an address that carries a password. */
const withPassword = /:\/\/[^\s/:@]{1,64}:[^\s/:@${}]{1,128}@/;
/** Shortest text that the above can be. */
const shortestSecret = 12;

/** Texts that name a secret or say that there is none. */
const refers = (text: string): boolean => text === '' || /^(?:true|false|\d{1,4})$/.test(text) || /^\$[({]/.test(text) || text.startsWith('/');

const deepest = 60;

class Search {
  readonly clear: ClearSecret[] = [];
  readonly unknown: string[] = [];
  /** Where it stands; put together only where something is found. */
  private readonly path: (string | number)[];

  constructor(root: string) {
    this.path = [root];
  }

  get at(): string {
    return this.path.join('/');
  }

  below(key: string, value: Known, name: string): void {
    this.path.push(key);
    this.walk(value, name);
    this.path.pop();
  }

  walk(value: Known, name: string): void {
    if (typeof value === 'string') return this.text(value, name);
    if (typeof value !== 'object' || value === null) return;
    if (isUnknown(value)) {
      if (value.because === 'sensitive') this.clear.push({ at: this.at, because: { vi: 'được đánh dấu là nhạy cảm, nên nằm trong trạng thái', en: 'it is marked as sensitive, so it stands in the state' } });
      else if (isSecretName(name)) this.unknown.push(`${this.at}: ${value.because}`);
      return;
    }
    if (this.path.length > deepest) return;
    if (Array.isArray(value)) {
      const list = value as readonly Known[];
      for (let index = 0; index < list.length; index += 1) {
        this.path.push(index);
        this.walk(list[index] as Known, name);
        this.path.pop();
      }
      return;
    }
    const map = value as { readonly [key: string]: Known };
    // A variable of a container says in its name what its value is.
    const variable = map['name'];
    for (const key of Object.keys(map)) this.below(key, map[key] as Known, key === 'value' && typeof variable === 'string' ? variable : key);
  }

  private text(value: string, name: string): void {
    const because = whySecret(value, name);
    if (because !== undefined) this.clear.push({ at: this.at, because });
  }
}

/** Names are few and come again by the thousand. */
const namesJudged = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  const known = namesJudged.get(name);
  if (known !== undefined) return known;
  const is = secretName.test(name);
  if (namesJudged.size < 10_000) namesJudged.set(name, is);
  return is;
}

function whySecret(value: string, name: string): Text | undefined {
  if (isSecretName(name) && !refers(value)) return { vi: 'tên của nó là tên của một bí mật', en: 'its name is that of a secret' };
  if (value.length >= shortestSecret && (secretText.test(value) || (value.includes('://') && withPassword.test(value)))) return { vi: 'có dạng khóa riêng, token hay địa chỉ kèm mật khẩu', en: 'it has the form of a private key, a token or an address with a password' };
  if ((name === 'args' || name === 'command') && secretFlag.test(value)) return { vi: 'tham số của lệnh mang bí mật', en: 'an argument of a command carries it' };
  return undefined;
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
  const search = new Search(where);
  search.walk(body, '');
  if (!isUnknown(annotations)) search.below('metadata/annotations', annotations, '');
  return search;
}

function inRelease(address: string, release: ChartRelease): SecretsFound {
  const search = new Search(address);
  const { values, setSensitive, set, setList } = ChartSettings.handed(release.settings);
  // Providers write an empty list where nobody sets anything.
  if (isUnknown(setSensitive) || (Array.isArray(setSensitive) && setSensitive.length > 0) || isKnownObject(setSensitive)) search.clear.push({ at: `${address}/set_sensitive`, because: { vi: 'giá trị của chart được đánh dấu là nhạy cảm nằm trong trạng thái', en: 'a value of the chart that is marked as sensitive stands in the state' } });
  if (isUnknown(values) && values.because === 'sensitive') search.below('values', values, '');
  else for (const [index, settings] of settingsOf(release).entries()) search.below(`values/${index}`, settings, '');
  for (const block of [set, setList]) for (const entry of Array.isArray(block) ? (block as readonly Known[]) : block === null ? [] : [block]) singleSetting(search, entry);
  return search;
}

function singleSetting(search: Search, entry: Known): void {
  if (!isKnownObject(entry)) return;
  const name = typeof entry['name'] === 'string' ? entry['name'] : '?';
  search.below(`set/${name}`, entry['value'] ?? null, name.split('.').at(-1) ?? name);
}

/** Secrets in clear that one resource of a plan holds in one column. */
export function clearSecretsOf(resource: ReadResource, column: Column): SecretsFound {
  const object = resource[column];
  const release = resource.release?.[column];
  if (makers.has(resource.type)) return { clear: [{ at: resource.address, because: { vi: 'nó tạo ra một bí mật và để trong trạng thái', en: 'it makes a secret and leaves it in the state' } }], unknown: [] };
  if (release !== undefined) return remembered(release, (one) => inRelease(resource.address, one));
  return object === undefined ? nothing : remembered(object, inObject);
}
