import { parseAllDocuments, isMap, isScalar, isSeq } from 'yaml';
import { outOfBounds } from '../../policies/planset/yaml-bounds.js';
import { isObject } from './plan-json.js';

const contents = ['data', 'stringData'];

/** The annotation in which kubectl keeps the whole object, Secret content included. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** A Kubernetes object without a Secret's content. Keys stay: a rule may ask which there are. */
export function redactManifest(object: unknown, mark: string): unknown {
  if (!isObject(object)) return object;
  if (object['kind'] === 'SecretList' || object['kind'] === 'List') {
    const items = object['items'];
    return Array.isArray(items) ? { ...object, items: items.map((item) => redactManifest(item, mark)) } : object;
  }
  if (object['kind'] !== 'Secret') return object;
  const metadata = object['metadata'];
  const annotations = isObject(metadata) ? metadata['annotations'] : undefined;
  return {
    ...Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, contents.includes(key) ? withoutValues(inner, mark) : inner])),
    ...(isObject(metadata) && isObject(annotations) && Object.hasOwn(annotations, lastApplied) ? { metadata: { ...metadata, annotations: { ...annotations, [lastApplied]: mark } } } : {}),
  };
}

function withoutValues(data: unknown, mark: string): unknown {
  if (!isObject(data)) return data === null || data === undefined ? data : mark;
  return Object.fromEntries(Object.entries(data).map(([key, inner]) => [key, inner === null ? null : mark]));
}

/** Rendered YAML without the content of its Secrets. Text without a Secret comes back byte for byte. */
export function redactManifestText(text: string, mark: string): string {
  if (!/\bSecret/.test(text)) return text;
  const documents = text.split(/^(?=---(?:\s|$))/m);
  return documents.map((document) => (/\bSecret/.test(document) ? redactDocument(document, mark) : document)).join('');
}

function redactDocument(text: string, mark: string): string {
  if (outOfBounds(text) !== undefined) return `--- # ${mark}: too deep or too long to read\n`;
  const parsed = parseAllDocuments(text, { merge: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  // A document that cannot be read cannot be judged either: better nothing of it than a secret.
  if (documents.length === 0 || documents.some(({ errors }) => errors.length > 0)) return `--- # ${mark}: not valid YAML\n`;
  let changed = false;
  for (const document of documents) {
    const clean = (node: unknown): void => {
      if (!isMap(node)) return;
      const kind = node.get('kind');
      const items = node.get('items');
      if (isSeq(items)) items.items.forEach(clean);
      // Some providers keep a chart as one map of objects by name.
      if (kind === undefined) for (const pair of node.items) clean(pair.value);
      if (kind !== 'Secret') return;
      for (const key of contents) {
        const data: unknown = node.get(key, true);
        changed ||= data !== undefined;
        if (isMap(data)) for (const pair of data.items) pair.value = isScalar(pair.value) && pair.value.value === null ? pair.value : document.createNode(mark);
        else if (data !== undefined && data !== null) node.set(key, mark);
      }
      if (node.hasIn(['metadata', 'annotations', lastApplied])) {
        node.setIn(['metadata', 'annotations', lastApplied], mark);
        changed = true;
      }
    };
    clean(document.contents);
  }
  if (!changed) return text;
  const rendered = documents.map((document) => document.toString({ lineWidth: 0 })).join('');
  return text.startsWith('---') && !rendered.startsWith('---') ? `---\n${rendered}` : rendered;
}
