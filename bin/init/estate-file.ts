import { Document, isCollection, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { fileStyle } from '../hand-over/transition-file.js';

/** One file of a new estate. */
export interface EstateFile {
  /** Below the data directory, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What goes into a file: its schema, what it is for, its content, and a line above whatever wants one, by path (`facility.halls`). */
export interface FileContent {
  readonly schemaName: string;
  readonly about: readonly string[];
  readonly value: object;
  readonly notes?: Readonly<Record<string, string>>;
}

/** Characters up to which a list or a map stays on one line. */
const oneLine = 96;

/** Where the schemas of a new estate lie: inside it, so that an editor finds them wherever the directory goes. */
export const schemaFolder = 'schema';

/** The first line of a file of a new estate, by which editors find its schema. */
export const schemaLine = (path: string, schemaName: string): string => `yaml-language-server: $schema=${'../'.repeat(path.split('/').length - 1) || './'}${schemaFolder}/${schemaName}.schema.json`;

export function estateFile(path: string, { schemaName, about, value, notes = {} }: FileContent): EstateFile {
  const document = new Document(value, { aliasDuplicateObjects: false });
  const root = document.contents;
  if (!isMap(root)) throw new Error(`${path} holds no map`);
  for (const [at, line] of Object.entries(notes)) noteAt(root, at.split('.'), line);
  for (const pair of root.items) if (isPair(pair) && isCollection(pair.value)) foldSmall(pair.value);
  root.commentBefore = [schemaLine(path, schemaName), ...about].map((line) => ` ${line}`).join('\n');
  return { path, text: document.toString(fileStyle) };
}

/** Puts a line above what stands at a path; a path that leads nowhere is a mistake of the template. */
function noteAt(from: Node, path: readonly string[], line: string): void {
  const [step = '', ...rest] = path;
  if (isMap(from)) {
    const pair = from.items.find(({ key }) => isScalar(key) && key.value === step);
    if (pair === undefined) throw new Error(`there is no ${step} to annotate`);
    if (rest.length > 0) return noteAt(pair.value as Node, rest, line);
    if (isScalar(pair.key)) pair.key.commentBefore = ` ${line}`;
    return;
  }
  const item = isSeq(from) ? (from.items[Number(step)] as Node | undefined) : undefined;
  if (item === undefined) throw new Error(`there is no ${step} to annotate`);
  if (rest.length > 0) return noteAt(item, rest, line);
  item.commentBefore = ` ${line}`;
}

/** A collection that fits on one line is written on one, unless something in it has a comment. */
function foldSmall(node: Node): void {
  if (!isCollection(node)) return;
  if (JSON.stringify(node).length <= oneLine && !isAnnotated(node)) {
    node.flow = true;
    return;
  }
  for (const item of node.items) {
    const inner = isPair(item) ? item.value : item;
    if (isCollection(inner)) foldSmall(inner);
  }
}

const isNoted = ({ commentBefore }: Pick<Node, 'commentBefore'>): boolean => typeof commentBefore === 'string';

const isAnnotated = (node: Node): boolean =>
  isCollection(node) && node.items.some((item) => (isPair(item) ? (isScalar(item.key) && isNoted(item.key)) || isAnnotated(item.value as Node) : isNoted(item as Node) || isAnnotated(item as Node)));
