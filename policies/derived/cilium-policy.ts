import { isKnownObject } from '../planset/kubernetes-object.js';
import { plainText } from '../planset/known.js';
import { isUnknown, type Known, type KubernetesObject } from '../planset/read-model.js';
import { elements, field, namespaceOpenings, none, notKnown, onlyDns, opened, together, type Direction, type Exceptions, type Openings } from './network-policy.js';

/** Labels by which Cilium names an endpoint's namespace: https://docs.cilium.io/en/stable/network/kubernetes/policy/ */
const namespaceLabels = ['k8s:io.kubernetes.pod.namespace', 'io.kubernetes.pod.namespace'];

/**
 * What a CiliumNetworkPolicy opens beyond the exceptions: declared hosts on declared ports, endpoints of permitted
 * namespaces, the ingress entity. Every other peer is beyond them.
 */
export function ciliumOpenings({ name, body }: KubernetesObject, allowed: Exceptions): Openings {
  const specs = [...(body['spec'] === undefined ? [] : [body['spec']]), ...listed(body['specs'])];
  return together(
    specs.map((spec) => {
      if (isUnknown(spec)) return notKnown(`${name}: ${spec.because}`);
      const own = allowed.databases !== undefined && selectsDatabases(spec) ? withDatabases(allowed, allowed.databases) : allowed;
      return together(
        (['ingress', 'egress'] as const).map((direction) => {
          const rules = elements(field(spec, direction));
          return 'because' in rules ? notKnown(`${name}: ${rules.because}`) : together(rules.map((rule) => ruleOpenings(name, rule, direction, own)));
        }),
      );
    }),
  );
}

/** Whether a policy reaches pods of CloudNativePG's clusters alone: its operator puts the label on each. */
function selectsDatabases(spec: Known): boolean {
  const expressions = elements(field(field(spec, 'endpointSelector'), 'matchExpressions'));
  return !('because' in expressions) && expressions.some((expression) => plainText(field(expression, 'key')).replace(/^k8s:/, '') === 'cnpg.io/cluster' && plainText(field(expression, 'operator')) === 'Exists');
}

interface Opened extends Exceptions {
  /** The API server may be reached. */
  readonly entities?: boolean;
}

const withDatabases = (allowed: Exceptions, { operator, stores }: NonNullable<Exceptions['databases']>): Opened => ({
  ...allowed,
  callers: new Set([...allowed.callers, operator]),
  called: new Set([...allowed.called, operator]),
  hosts: new Map([...allowed.hosts, ...[...stores].map((host): [string, ReadonlySet<string>] => [host, new Set([...(allowed.hosts.get(host) ?? []), '443'])])]),
  entities: true,
});

const listed = (value: Known | undefined): readonly Known[] => (Array.isArray(value) ? (value as readonly Known[]) : isUnknown(value) ? [value] : []);

function ruleOpenings(name: string, rule: Known, direction: Direction, allowed: Opened): Openings {
  if (isUnknown(rule)) return notKnown(`${name}: ${rule.because}`);
  if (!isKnownObject(rule)) return none;
  const ports = portsOf(rule);
  if ('because' in ports) return notKnown(`${name}: ${ports.because}`);
  const peers = Object.entries(rule).filter(([key]) => key !== 'toPorts' && key !== 'icmps' && key !== 'authentication');
  // Ports without a peer mean "anybody on these ports"; an empty rule selects nobody.
  if (peers.length === 0) return Object.hasOwn(rule, 'toPorts') ? opened(`${name} mở cổng cho mọi nơi`, `${name} opens ports to everywhere`) : none;
  return together(
    peers.map(([key, value]) => {
      if (isUnknown(value)) return notKnown(`${name}: ${value.because}`);
      if (key === (direction === 'ingress' ? 'fromEndpoints' : 'toEndpoints')) return endpointOpenings(name, value, direction, ports.dnsOnly, allowed);
      if (key === 'toFQDNs') return hostOpenings(name, value, ports.numbers, allowed);
      if (key === 'toEntities' && allowed.entities === true && listed(value).every((entity) => entity === 'kube-apiserver')) return none;
      if (key === 'fromEntities' && listed(value).every((entity) => entity === 'ingress')) return none;
      return opened(`${name} dùng ${key}, không thuộc ngoại lệ đã khai báo`, `${name} uses ${key}, which is no declared exception`);
    }),
  );
}

function portsOf(rule: Known): { readonly numbers: readonly string[]; readonly dnsOnly: boolean } | { readonly because: string } {
  const groups = elements(field(rule, 'toPorts'));
  if ('because' in groups) return groups;
  const ports: Known[] = [];
  for (const group of groups) {
    const inner = elements(field(group, 'ports'));
    if ('because' in inner) return inner;
    ports.push(...inner);
  }
  return { numbers: ports.map((port) => plainText(field(port, 'port'))), dnsOnly: onlyDns(ports) };
}

function endpointOpenings(name: string, value: Known, direction: Direction, dnsOnly: boolean, allowed: Exceptions): Openings {
  return together(
    listed(value).map((selector) => {
      if (isUnknown(selector)) return notKnown(`${name}: ${selector.because}`);
      const labels = field(selector, 'matchLabels');
      if (isUnknown(labels)) return notKnown(`${name}: ${labels.because}`);
      const namespace = namespaceLabels.map((label) => field(labels, label)).find((found) => found !== undefined);
      if (isUnknown(namespace)) return notKnown(`${name}: ${namespace.because}`);
      const expressions = field(selector, 'matchExpressions');
      const namesNamespaces = JSON.stringify(expressions ?? null).includes('io.kubernetes.pod.namespace') || JSON.stringify(labels ?? null).includes('io.cilium.k8s.namespace');
      if (namesNamespaces) return opened(`${name} chọn namespace theo biểu thức, không giới hạn được theo tên`, `${name} picks namespaces by expression, which no list of names bounds`);
      // Without a namespace label a selector stays in the policy's own namespace.
      return namespace === undefined ? none : namespaceOpenings(name, [plainText(namespace)], direction, dnsOnly, allowed);
    }),
  );
}

function hostOpenings(name: string, value: Known, ports: readonly string[], allowed: Exceptions): Openings {
  return together(
    listed(value).map((entry) => {
      const host = field(entry, 'matchName') ?? field(entry, 'matchPattern');
      if (isUnknown(host)) return notKnown(`${name}: ${host.because}`);
      const declared = allowed.hosts.get(plainText(host).replace(/\.$/, ''));
      if (declared === undefined) return opened(`${name} mở chiều ra tới ${plainText(host)} mà phiếu đăng ký không nêu`, `${name} opens egress to ${plainText(host)}, which the request does not declare`);
      const beyond = ports.filter((port) => !declared.has(port));
      if (ports.length === 0) return opened(`${name} mở mọi cổng tới ${plainText(host)}`, `${name} opens every port of ${plainText(host)}`);
      return beyond.length === 0 ? none : opened(`${name} mở cổng ${beyond.join(', ')} tới ${plainText(host)}, không có trong phiếu đăng ký`, `${name} opens port ${beyond.join(', ')} of ${plainText(host)}, which the request does not declare`);
    }),
  );
}
