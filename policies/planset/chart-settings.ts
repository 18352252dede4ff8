import { parseDocument } from 'yaml';
import { isKnownObject } from './kubernetes-object.js';
import { revealed } from './known.js';
import { ChartSettings, isUnknown, UnknownValue, type ChartRelease, type Known } from './read-model.js';
import { outOfBounds } from './yaml-bounds.js';

/** Longest text of settings that is parsed, characters. */
const longestText = 4 * 1024 * 1024;

const parsedBefore = new WeakMap<ChartRelease, readonly Known[]>();

/** The texts of `values` as they are read by Helm, in their order; unknown where one cannot be. Read once for each release. */
export function settingsOf(release: ChartRelease): readonly Known[] {
  const before = parsedBefore.get(release);
  if (before !== undefined) return before;
  const texts = revealed(ChartSettings.handed(release.settings).values);
  const found = texts === null ? [] : Array.isArray(texts) ? (texts as readonly Known[]).map(parsedText) : [isUnknown(texts) ? texts : new UnknownValue('its values are no list')];
  parsedBefore.set(release, found);
  return found;
}

function parsedText(text: Known): Known {
  if (isUnknown(text) || text === null || text === '') return text;
  if (typeof text !== 'string') return new UnknownValue('its values are no text');
  if (text.length > longestText) return new UnknownValue(`its values are longer than ${longestText >> 20} MiB`);
  try {
    // What the toolkit itself writes is JSON, and read a hundred times faster as such.
    return text.startsWith('{') ? (JSON.parse(text) as Known) : yamlOf(text);
  } catch {
    return yamlOf(text);
  }
}

const notYaml = new UnknownValue('its values are no YAML');

function yamlOf(text: string): Known {
  const beyond = outOfBounds(text);
  if (beyond !== undefined) return new UnknownValue(`its values cannot be read: ${beyond}`);
  try {
    const document = parseDocument(text, { version: '1.1', prettyErrors: false, logLevel: 'silent' });
    return document.errors.length > 0 ? notYaml : (document.toJS({ maxAliasCount: 100 }) as Known);
  } catch {
    return notYaml;
  }
}

/** A setting in dots, as `set` names it. */
interface SingleSetting {
  readonly name: string;
  readonly value: Known;
}

function singles(blocks: Known): readonly SingleSetting[] | UnknownValue {
  const list = revealed(blocks);
  if (list === null) return [];
  if (isUnknown(list)) return list;
  const entries = Array.isArray(list) ? (list as readonly Known[]) : [list];
  const read = entries.map((entry): SingleSetting | UnknownValue => {
    const name = isKnownObject(entry) ? entry['name'] : undefined;
    return typeof name === 'string' && isKnownObject(entry) ? { name, value: entry['value'] ?? null } : new UnknownValue('it sets something whose name is not known');
  });
  return read.find(isUnknown) ?? (read as readonly SingleSetting[]);
}

const near = (name: string, path: string): boolean => name === path || name.startsWith(`${path}.`) || name.startsWith(`${path}[`) || path.startsWith(`${name}.`);

/** What a release sets at a place of its chart's values; undefined where it leaves the chart's default. */
export function settingAt(release: ChartRelease, ...path: readonly string[]): Known | undefined {
  const dotted = path.join('.');
  const handed = ChartSettings.handed(release.settings);
  for (const blocks of [handed.setSensitive, handed.setList, handed.set]) {
    const set = singles(blocks);
    if (isUnknown(set)) return set;
    const found = set.filter(({ name }) => near(name, dotted)).at(-1);
    if (found === undefined) continue;
    if (found.name !== dotted || typeof found.value !== 'string') return isUnknown(found.value) ? found.value : new UnknownValue(`it is set by ${found.name}`);
    return found.value === 'true' ? true : found.value === 'false' ? false : found.value;
  }
  for (const values of [...settingsOf(release)].reverse()) {
    const found = within(values, path);
    if (found !== undefined) return found.said;
  }
  return undefined;
}

/** What one text says of a place: `null` takes a default out, and is something said. Undefined where it says nothing. */
function within(values: Known, path: readonly string[]): { readonly said: Known | undefined } | undefined {
  let here: Known = values;
  for (const key of path) {
    if (isUnknown(here)) return { said: here };
    if (!isKnownObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key] ?? null;
    if (here === null) return { said: undefined };
  }
  return { said: here };
}
