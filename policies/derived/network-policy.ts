import type { Text } from '../../sites/model/text.js';
import { isKnownObject } from '../planset/kubernetes-object.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';

export type Direction = 'ingress' | 'egress';

/** What one environment may open, by declaration. */
export interface Exceptions {
  readonly own: string;
  /** Namespaces that may call in: declared ones and the ingress controller's. */
  readonly callers: ReadonlySet<string>;
  /** Namespaces that may be called: those that declare this one as a caller. */
  readonly called: ReadonlySet<string>;
  /** Declared destinations: host to ports. */
  readonly hosts: ReadonlyMap<string, ReadonlySet<string>>;
  /** What pods of databases the platform runs may use besides: their operator, the API server, the stores of their archives. Absent where the request names none. */
  readonly databases?: { readonly operator: string; readonly stores: ReadonlySet<string> };
}

/** Where cluster DNS answers, and on which port. */
export const dnsNamespace = 'kube-system';
const dnsPort = '53';

/** What a policy opens beyond the declared exceptions, and what cannot be known of it. */
export interface Openings {
  readonly beyond: readonly Text[];
  readonly unknown: readonly string[];
}

export const none: Openings = { beyond: [], unknown: [] };
export const opened = (vi: string, en: string): Openings => ({ beyond: [{ vi, en }], unknown: [] });
export const notKnown = (because: string): Openings => ({ beyond: [], unknown: [because] });
export const together = (parts: readonly Openings[]): Openings => ({ beyond: parts.flatMap(({ beyond }) => beyond), unknown: parts.flatMap(({ unknown }) => unknown) });

export const field = (value: Known | undefined, key: string): Known | undefined => (isKnownObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);

/** Elements of a list, or why it cannot be known; absent is empty. */
export const elements = (value: Known | undefined): readonly Known[] | { readonly because: string } =>
  isUnknown(value) ? { because: value.because } : Array.isArray(value) ? (value as readonly Known[]) : value === undefined || value === null ? [] : [value];

const isEmptySelector = (selector: Known | undefined): boolean =>
  isKnownObject(selector) &&
  [field(selector, 'matchLabels'), field(selector, 'matchExpressions')].every((part) => part === undefined || part === null || (isKnownObject(part) && Object.keys(part).length === 0) || (Array.isArray(part) && part.length === 0));

/** Directions in force: Kubernetes reads a missing list as ingress, and egress where egress rules stand. */
function directions(spec: Known | undefined): readonly Known[] {
  const types = elements(field(spec, 'policyTypes'));
  if ('because' in types) return [];
  return types.length > 0 ? types : ['Ingress', ...(field(spec, 'egress') === undefined ? [] : ['Egress'])];
}

/** Whether a NetworkPolicy denies everything in a direction: it selects every pod and holds no rule. */
export function deniesAll({ body }: KubernetesObject, direction: Direction): boolean {
  const { spec } = body;
  const rules = elements(field(spec, direction));
  return isEmptySelector(field(spec, 'podSelector')) && directions(spec).includes(direction === 'ingress' ? 'Ingress' : 'Egress') && !('because' in rules) && rules.length === 0;
}

/** What a NetworkPolicy opens beyond the exceptions. Policies only ever add: one open rule defeats every default deny. */
export function openingsOf({ name, body }: KubernetesObject, allowed: Exceptions): Openings {
  const { spec } = body;
  if (isUnknown(spec)) return notKnown(`${name}: ${spec.because}`);
  return together(
    (['ingress', 'egress'] as const).map((direction) => {
      const rules = elements(field(spec, direction));
      return 'because' in rules ? notKnown(`${name}: ${rules.because}`) : together(rules.map((rule) => ruleOpenings(name, rule, direction, allowed)));
    }),
  );
}

const words = { ingress: { vi: 'chiều vào', en: 'ingress' }, egress: { vi: 'chiều ra', en: 'egress' } } as const;

function ruleOpenings(name: string, rule: Known, direction: Direction, allowed: Exceptions): Openings {
  if (isUnknown(rule)) return notKnown(`${name}: ${rule.because}`);
  const peers = elements(field(rule, direction === 'ingress' ? 'from' : 'to'));
  if ('because' in peers) return notKnown(`${name}: ${peers.because}`);
  const word = words[direction];
  if (peers.length === 0) return opened(`${name} mở ${word.vi} cho mọi nơi`, `${name} opens ${word.en} to everywhere`);
  const dnsOnly = onlyDns(field(rule, 'ports'));
  return together(peers.map((peer) => peerOpenings(name, peer, direction, dnsOnly, allowed)));
}

/** The provider records an `end_port` nobody wrote as 0 once the policy exists. */
const isUnset = (endPort: Known | undefined): boolean => endPort === undefined || endPort === null || endPort === 0 || endPort === '0';

/** Whether a rule's ports are DNS alone; unknown ports are not. */
export function onlyDns(ports: Known | undefined): boolean {
  const list = elements(ports);
  return !('because' in list) && list.length > 0 && list.every((port) => plainText(field(port, 'port')) === dnsPort && isUnset(field(port, 'endPort')));
}

function peerOpenings(name: string, peer: Known, direction: Direction, dnsOnly: boolean, allowed: Exceptions): Openings {
  const word = words[direction];
  if (isUnknown(peer)) return notKnown(`${name}: ${peer.because}`);
  const block = field(peer, 'ipBlock');
  if (isUnknown(block)) return notKnown(`${name}: ${block.because}`);
  if (block !== undefined) return opened(`${name} mở ${word.vi} theo dải địa chỉ ${plainText(field(block, 'cidr'))}`, `${name} opens ${word.en} by address range ${plainText(field(block, 'cidr'))}`);
  const selector = field(peer, 'namespaceSelector');
  if (isUnknown(selector)) return notKnown(`${name}: ${selector.because}`);
  if (selector === undefined) return field(peer, 'podSelector') === undefined ? opened(`${name} mở ${word.vi} cho mọi nơi`, `${name} opens ${word.en} to everywhere`) : none;
  const namespaces = namespacesOf(selector);
  if (namespaces === undefined) return opened(`${name} mở ${word.vi} cho các namespace chọn theo nhãn, không giới hạn được theo tên`, `${name} opens ${word.en} to namespaces picked by labels, which no list of names bounds`);
  if ('because' in namespaces) return notKnown(`${name}: ${namespaces.because}`);
  return namespaceOpenings(name, namespaces, direction, dnsOnly, allowed);
}

/** What a set of namespaces opens beyond the exceptions. */
export function namespaceOpenings(name: string, namespaces: readonly string[], direction: Direction, dnsOnly: boolean, allowed: Exceptions): Openings {
  const word = words[direction];
  const declared = direction === 'ingress' ? allowed.callers : allowed.called;
  const beyond = namespaces.filter((namespace) => namespace !== allowed.own && !declared.has(namespace) && !(direction === 'egress' && dnsOnly && namespace === dnsNamespace));
  return beyond.length === 0 ? none : opened(`${name} mở ${word.vi} với ${beyond.join(', ')} mà phiếu đăng ký không nêu`, `${name} opens ${word.en} with ${beyond.join(', ')}, which no request declares`);
}

/** The label every namespace carries: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name */
const nameLabel = 'kubernetes.io/metadata.name';

/** Namespaces a selector can match, by name; undefined where names do not bound it. */
function namespacesOf(selector: Known): readonly string[] | { readonly because: string } | undefined {
  const labels = field(selector, 'matchLabels');
  if (isUnknown(labels)) return { because: labels.because };
  const byLabel = field(labels, nameLabel);
  if (isUnknown(byLabel)) return { because: byLabel.because };
  if (typeof byLabel === 'string') return [byLabel];
  const expressions = elements(field(selector, 'matchExpressions'));
  if ('because' in expressions) return expressions;
  for (const expression of expressions) {
    if (field(expression, 'key') !== nameLabel || field(expression, 'operator') !== 'In') continue;
    const values = elements(field(expression, 'values'));
    if ('because' in values) return values;
    const unknown = values.find(isUnknown);
    if (unknown !== undefined) return { because: unknown.because };
    return values.map(plainText);
  }
  return undefined;
}
