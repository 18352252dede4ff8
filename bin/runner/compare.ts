import { isObject } from './plan-json.js';

export type Path = readonly (string | number)[];

/** What providers write for "nothing": `null`, `{}`, `[]` and `""` turn into each other at every refresh. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

const serverFields = new Set(['resource_version', 'resourceVersion', 'generation', 'self_link', 'selfLink', 'managed_fields', 'managedFields']);

/** Fields that the API server counts up or controllers fill in; nobody configures them. */
export function isServerField(path: Path): boolean {
  const last = path.at(-1);
  if (typeof last !== 'string') return false;
  const parent = typeof path.at(-2) === 'number' ? path.at(-3) : path.at(-2);
  if (serverFields.has(last) && parent === 'metadata') return true;
  return last === 'status' && (path.length === 1 || (path.length === 2 && path[0] === 'object'));
}

/** A place where two values differ. */
export interface Difference {
  readonly path: Path;
  readonly left: unknown;
  readonly right: unknown;
}

/** Every place where two values differ, emptiness normalised and server fields left out. Lists of other lengths differ as a whole. */
export function differences(left: unknown, right: unknown, path: Path = []): Difference[] {
  if (isServerField(path) || (isEmpty(left) && isEmpty(right))) return [];
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) return left.flatMap((item, index) => differences(item, right[index], [...path, index]));
  if (isObject(left) && isObject(right)) return keysOf(left, right).flatMap((key) => differences(left[key], right[key], [...path, key]));
  return left === right ? [] : [{ path, left, right }];
}

const keysOf = (left: object, right: object): string[] => [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();

/** Whether something below a mark is marked: sensitive, or unknown. */
export function isMarked(mark: unknown, path: Path): boolean {
  let here = mark;
  for (const step of path) {
    if (here === true) return true;
    if (typeof here !== 'object' || here === null) return false;
    here = Object.hasOwn(here, step) ? (here as Record<string | number, unknown>)[step] : undefined;
  }
  return holdsTrue(here);
}

function holdsTrue(mark: unknown): boolean {
  if (mark === true) return true;
  return typeof mark === 'object' && mark !== null && Object.values(mark).some(holdsTrue);
}

/** A path as an engineer writes it: `spec[0].hard["requests.cpu"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
