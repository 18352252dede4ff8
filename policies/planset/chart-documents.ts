import { parseAllDocuments, type Tags } from 'yaml';
import { JsonSplitter } from './json-splitter.js';
import { at, entriesOf, isObject, listAt, textAt, type Json } from './json.js';
import { isClusterKind } from './kinds.js';
import { isKnownObject, manifestObject } from './kubernetes-object.js';
import type { Known, KubernetesObject } from './read-model.js';
import { keyTrouble, outOfBounds } from './yaml-bounds.js';

/** What a text holds, or why it cannot be judged. Half a chart is never judged as the whole of it. */
export type Documents = { readonly objects: readonly KubernetesObject[] } | { readonly because: string };

/** Longest rendered text that is parsed, characters; a chart with all definitions of an operator has about 2 million. */
const longestText = 16 * 1024 * 1024;
const mostAliases = 100;
const deepestList = 8;

/** What YAML 1.1 knows and the parser behind Helm does not: those texts stay texts. */
const notHelms = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`);
const asHelm = (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || (!notHelms.includes(tag.tag) && !('format' in tag && tag.format === 'TIME')));

/** YAML with several documents, as Helm renders it. Objects without a namespace are in the release's. */
export function yamlObjects(text: string, release: Known): Documents {
  if (text.length > longestText) return { because: `it is longer than ${longestText >> 20} MiB` };
  const beyond = outOfBounds(text);
  if (beyond !== undefined) return { because: beyond };
  try {
    // Helm reads templates as YAML 1.1, where `yes` is a boolean.
    const parsed = parseAllDocuments(text, { version: '1.1', customTags: asHelm, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const documents = Array.isArray(parsed) ? parsed : [];
    if (documents.some((document) => document.errors.length > 0)) return { because: 'it is no YAML' };
    const because = documents.map(({ contents }) => keyTrouble(contents)).find((found) => found !== undefined);
    if (because !== undefined) return { because };
    return together(documents.map((document) => objectsOf(document.toJS({ maxAliasCount: mostAliases }) as Json, release)));
  } catch {
    return { because: 'its aliases multiply' };
  }
}

/** `experiments.manifest`: a JSON text keyed `namespace/kind/version/name`. */
export function keyedObjects(text: string, release: Known): Documents {
  if (text.length > longestText) return { because: `it is longer than ${longestText >> 20} MiB` };
  try {
    const splitter = new JsonSplitter({ treat: () => 'keep' });
    splitter.write(new TextEncoder().encode(text));
    const parsed = splitter.end();
    return isObject(parsed) ? together(entriesOf(parsed).map(([, object]) => objectsOf(object, release))) : { because: 'it is no JSON object' };
  } catch {
    return { because: 'it is no JSON' };
  }
}

export function together(parts: readonly Documents[]): Documents {
  const broken = parts.find((part) => 'because' in part);
  return broken ?? { objects: parts.flatMap((part) => ('objects' in part ? part.objects : [])) };
}

function objectsOf(manifest: Json | undefined, release: Known, depth = 0): Documents {
  if (manifest === null || manifest === undefined || (isObject(manifest) && Object.keys(manifest).length === 0)) return { objects: [] };
  const kind = textAt(manifest, 'kind') ?? '';
  if (kind.endsWith('List') && Array.isArray(at(manifest, 'items'))) {
    if (depth > deepestList) return { because: 'its lists are nested too deep' };
    return together(listAt(manifest, 'items').map((item) => objectsOf(item, release, depth + 1)));
  }
  const namespace = isKnownObject(release) && typeof release['namespace'] === 'string' ? release['namespace'] : 'default';
  const object = manifestObject(manifest, isClusterKind(kind) ? {} : { namespace });
  return object === undefined ? { because: 'it holds a document that is no Kubernetes object' } : { objects: [object] };
}
