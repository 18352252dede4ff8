import { diagnose, diagnosticKind, inReadingOrder, shown, type Diagnostic } from '../model/diagnostic.js';
import { diagnosticsOf } from '../model/issues.js';
import { parseJsonFile } from '../model/json-file.js';
import { mostPods, packingInput, parseResource, type PackingInput } from '../model/kinds/packing-input.js';
import { pointer, type PathSegment } from '../model/pointer.js';
import type { Text } from '../model/text.js';
import type { YamlFile } from '../model/yaml-file.js';
import { hostname, type Instance, type NodeShape, type PodGroup, type PodSelector, type Requirement } from './instance.js';

/** Largest file that is read, bytes. */
export const largestInput = 64 * 1024 * 1024;

const twice = diagnosticKind<{ what: Text; name: string; first: string }>({
  code: 'NDC-P002',
  message: {
    vi: ({ what, name, first }) => `${what.vi} "${name}" đã có ở dòng ${first}. Mỗi tên chỉ dùng một lần; nhiều pod giống nhau thì ghi count.`,
    en: ({ what, name, first }) => `${what.en} "${name}" stands at line ${first} already. A name is used once; for pods that are alike write count.`,
  },
  explanation: {
    vi: 'Kết quả nêu pod và loại máy theo tên; hai mục trùng tên không phân biệt được.',
    en: 'The answer names pods and shapes; two entries of one name could not be told apart.',
  },
});

const cannotStand = diagnosticKind<{ key: string; found: Text; expected: Text }>({
  code: 'NDC-P003',
  message: {
    vi: ({ key, found, expected }) => `${key} ${found.vi}; cần ${expected.vi}.`,
    en: ({ key, found, expected }) => `${key} ${found.en}; expected ${expected.en}.`,
  },
  explanation: {
    vi: 'Kubernetes từ chối quy tắc này: toán tử và số giá trị không hợp nhau, hoặc tệp nêu quá nhiều pod, hoặc ghi nhãn mà mỗi máy tự có.',
    en: 'Kubernetes refuses this rule (operator and number of values do not go together), or the file has too many pods, or sets a label that each node has of its own.',
  },
});

export type ReadInstance = { readonly instance: Instance } | { readonly diagnostics: readonly Diagnostic[] };

/** Reads the JSON that `ndc capacity pack` takes. Never throws; every problem names its place. */
export function readInstance(name: string, bytes: Uint8Array): ReadInstance {
  const parsed = parseJsonFile(name, bytes);
  if ('diagnostics' in parsed) return parsed;
  const { file } = parsed;
  const result = packingInput.safeParse(file.value, { reportInput: false });
  if (!result.success) return { diagnostics: inReadingOrder(diagnosticsOf(result.error.issues, packingInput, file, file.value)) };
  const diagnostics = inReadingOrder([...repeated(result.data, file), ...refused(result.data, file)]);
  return diagnostics.length > 0 ? { diagnostics } : { instance: instanceOf(result.data) };
}

const at = (file: YamlFile, ...path: readonly PathSegment[]) => ({ pointer: pointer(...path), place: file.placeOf(path) });

function repeated({ nodes, pods }: PackingInput, file: YamlFile): Diagnostic[] {
  const found: Diagnostic[] = [];
  const look = (names: readonly string[], list: string, key: string, what: Text): void => {
    const known = new Map<string, number>();
    for (const [index, name] of names.entries()) {
      const first = known.get(name);
      if (first === undefined) known.set(name, index);
      else found.push(diagnose(twice, at(file, list, index, key), { what, name: shown(name), first: String(file.placeOf([list, first, key]).line) }));
    }
  };
  look(nodes.map(({ shape }) => shape), 'nodes', 'shape', { vi: 'loại máy', en: 'the shape' });
  look(pods.map(({ name }) => name), 'pods', 'name', { vi: 'pod', en: 'the pod' });
  return found;
}

function refused({ nodes, pods }: PackingInput, file: YamlFile): Diagnostic[] {
  const found: Diagnostic[] = [];
  const wrong = (path: readonly PathSegment[], what: Text, expected: Text): void => void found.push(diagnose(cannotStand, at(file, ...path), { key: shown(path.join('.')), found: what, expected }));
  for (const [index, { labels }] of nodes.entries())
    if (labels !== undefined && Object.hasOwn(labels, hostname)) wrong(['nodes', index, 'labels', hostname], { vi: 'được ghi cho một loại máy', en: 'is set for a shape' }, { vi: 'bỏ nhãn này: mỗi máy tự có một giá trị', en: 'no such label: every node has a value of its own' });
  const total = pods.reduce((sum, { count = 1 }) => sum + count, 0);
  if (total > mostPods) wrong(['pods'], { vi: `có tất cả ${total} pod`, en: `has ${total} pods together` }, { vi: `nhiều nhất ${mostPods}`, en: `at most ${mostPods}` });
  for (const [index, pod] of pods.entries()) {
    const base = ['pods', index];
    for (const [term, { matchExpressions }] of (pod.affinity?.nodeSelectorTerms ?? []).entries()) for (const [one, requirement] of matchExpressions.entries()) values(requirement, [...base, 'affinity', 'nodeSelectorTerms', term, 'matchExpressions', one], wrong);
    for (const key of ['spread', 'antiAffinity'] as const) {
      const given = pod[key];
      if (given === undefined) continue;
      for (const [rule, { labelSelector }] of listOf<{ readonly labelSelector?: Selector | undefined }>(given).entries())
        for (const [one, requirement] of (labelSelector?.matchExpressions ?? []).entries()) values(requirement, [...base, key, ...(Array.isArray(given) ? [rule] : []), 'labelSelector', 'matchExpressions', one], wrong);
    }
    for (const [one, { key, operator = 'Equal', value }] of (pod.tolerations ?? []).entries()) {
      if (key === undefined && operator === 'Equal') wrong([...base, 'tolerations', one], { vi: 'không có key mà operator là Equal', en: 'has no key, and its operator is Equal' }, { vi: 'operator: Exists, hoặc một key', en: 'operator Exists, or a key' });
      if (operator === 'Exists' && value !== undefined && value !== '') wrong([...base, 'tolerations', one, 'value'], { vi: 'được ghi cùng operator Exists', en: 'is given with operator Exists' }, { vi: 'bỏ value', en: 'no value' });
    }
  }
  return found;
}

type Selector = NonNullable<Extract<NonNullable<PackingInput['pods'][number]['antiAffinity']>, { readonly labelSelector?: unknown }>['labelSelector']>;

function values({ operator, values: given = [] }: { readonly operator: string; readonly values?: readonly string[] | undefined }, path: readonly PathSegment[], wrong: (path: readonly PathSegment[], what: Text, expected: Text) => void): void {
  const what = { vi: `có operator ${operator} và ${given.length} giá trị`, en: `has operator ${operator} and ${given.length} values` };
  if ((operator === 'In' || operator === 'NotIn') && given.length === 0) wrong(path, what, { vi: 'ít nhất một giá trị', en: 'at least one value' });
  if ((operator === 'Exists' || operator === 'DoesNotExist') && given.length > 0) wrong(path, what, { vi: 'không có giá trị nào', en: 'no values' });
  if ((operator === 'Gt' || operator === 'Lt') && (given.length !== 1 || !/^\d+$/.test(given[0] ?? ''))) wrong(path, what, { vi: 'đúng một số nguyên', en: 'one whole number' });
}

const listOf = <T>(given: T | readonly T[] | undefined): readonly T[] => (given === undefined ? [] : Array.isArray(given) ? (given as readonly T[]) : [given as T]);

const mapOf = (given: Readonly<Record<string, string>> | undefined): Map<string, string> => new Map(Object.entries(given ?? {}));
const amounts = (given: Readonly<Record<string, string | number>>): Map<string, bigint> => new Map(Object.entries(given).map(([key, written]) => [key, parseResource(key, written)]));

const requirementOf = ({ key, operator, values: given }: { readonly key: string; readonly operator: Requirement['operator']; readonly values?: readonly string[] | undefined }): Requirement => ({ key, operator, values: given ?? [] });

const selectorOf = (given: Selector | undefined): PodSelector =>
  given === undefined ? undefined : [...Object.entries(given.matchLabels ?? {}).map(([key, value]): Requirement => ({ key, operator: 'In', values: [value] })), ...(given.matchExpressions ?? []).map(requirementOf)];

function instanceOf({ nodes, pods }: PackingInput): Instance {
  return {
    // `pods` among a node's resources is how Kubernetes itself states the most pods it takes.
    nodes: nodes.map(({ shape, resources, count, labels, taints, maxPods }): NodeShape => {
      const amountOf = amounts(resources);
      const stated = amountOf.get('pods');
      amountOf.delete('pods');
      const most = maxPods ?? (stated === undefined ? undefined : Number(stated));
      return { shape, resources: amountOf, labels: mapOf(labels), taints: (taints ?? []).map(({ key, value = '', effect }) => ({ key, value, effect })), ...(count === undefined ? {} : { count }), ...(most === undefined ? {} : { maxPods: most }) };
    }),
    pods: pods.map(
      ({ name, resources, count = 1, labels, spread, antiAffinity, nodeSelector, affinity, tolerations }): PodGroup => ({
        name,
        resources: amounts(resources),
        count,
        labels: mapOf(labels),
        nodeSelector: mapOf(nodeSelector),
        tolerations: (tolerations ?? []).map(({ key, operator = 'Equal', value = '', effect }) => ({ operator, value, ...(key === undefined ? {} : { key }), ...(effect === undefined ? {} : { effect }) })),
        spread: listOf(spread).map(({ topologyKey = hostname, maxSkew = 1, minDomains, labelSelector }) => ({ topologyKey, maxSkew, selector: selectorOf(labelSelector), ...(minDomains === undefined ? {} : { minDomains }) })),
        antiAffinity: listOf(antiAffinity).map(({ topologyKey = hostname, labelSelector }) => ({ topologyKey, selector: selectorOf(labelSelector) })),
        ...(affinity === undefined ? {} : { affinity: affinity.nodeSelectorTerms.map(({ matchExpressions }) => matchExpressions.map(requirementOf)) }),
      }),
    ),
  };
}
