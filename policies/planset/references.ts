import { keyLength, pathAddress } from './addresses.js';
import { at, entriesOf, isObject, type Json } from './json.js';

/** A node of `configuration … expressions`: a leaf with `references` or `constant_value`, a block, or a list of blocks. */
export type Expression = Json | undefined;

const isLeaf = (expression: Expression): boolean => isObject(expression) && (Object.hasOwn(expression, 'references') || Object.hasOwn(expression, 'constant_value'));

/** The expression at a place below a resource's values. A leaf speaks for everything below it. */
export function expressionAt(expressions: Expression, path: readonly (string | number)[]): Expression {
  let here = expressions;
  for (const key of path) {
    if (here === undefined || isLeaf(here)) return here;
    if (Array.isArray(here)) here = typeof key === 'number' ? (here as readonly Json[])[key] : undefined;
    // A block written once may stand as an object where values hold a list of one.
    else if (typeof key !== 'number') here = at(here, key);
  }
  return here;
}

/** What an expression and everything below it refers to, each reference once and without the prefixes the engine adds. */
export function referencesOf(expression: Expression, depth = 0): readonly string[] {
  if (depth > 100 || typeof expression !== 'object' || expression === null) return [];
  if (Array.isArray(expression)) return [...new Set((expression as readonly Json[]).flatMap((inner) => referencesOf(inner, depth + 1)))];
  const listed = at(expression, 'references');
  if (Array.isArray(listed)) {
    const texts = (listed as readonly Json[]).filter((reference) => typeof reference === 'string');
    // `a.b.c` is followed by `a.b`, the part of it the engine depends on.
    return texts.filter((reference, index) => !texts.slice(0, index).some((longer) => longer.startsWith(reference) && /^[.[]/.test(longer.slice(reference.length))));
  }
  if (isLeaf(expression)) return [];
  return [...new Set(entriesOf(expression).flatMap(([, inner]) => referencesOf(inner, depth + 1)))];
}

/** Where a reference leads: to a resource, or to what a plan does not show (`local.x`); and the variables and outputs on the way. */
export interface Source {
  readonly source: string;
  readonly through: readonly string[];
}

/** Longest chain of variables and outputs followed. */
const longest = 32;

/** The module calls of a plan's configuration, for following references through their variables and outputs. */
export class ModuleTree {
  /** What variables and outputs lead to: without it, two references each at every step would double the work at every step. */
  private readonly known = new Map<string, Source | undefined>();

  constructor(private readonly root: Json | undefined) {}

  /**
   * The first of the references that can be unknown. Root variables, instance keys and paths never are: undefined then.
   * @param forEach what `each.value` stands for in the place the references are from
   */
  source(references: readonly string[], modules: readonly string[], forEach: readonly string[], depth = 0): Source | undefined {
    for (const reference of references) {
      const found = this.follow(reference, modules, forEach, depth);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private follow(reference: string, modules: readonly string[], forEach: readonly string[], depth: number): Source | undefined {
    const [first = '', second = ''] = reference.split(/[.[]/, 2);
    const here = { source: modules.length === 0 ? reference : `${pathAddress(modules)}.${reference}`, through: [] };
    if (depth > longest) return here;
    switch (first) {
      case 'path':
      case 'terraform':
      case 'tofu':
      case 'count':
        return undefined;
      case 'each':
        return second === 'value' ? this.source(forEach, modules, [], depth + 1) : undefined;
      case 'var':
        return this.once(here.source, here, () => this.variable(second, modules, depth));
      case 'module':
        return this.once(here.source, here, () => this.output(reference, second, modules, here, depth));
      default:
        return here;
    }
  }

  /** A reference that leads back to itself stops there. */
  private once(key: string, here: Source, follow: () => Source | undefined): Source | undefined {
    if (this.known.has(key)) return this.known.get(key);
    this.known.set(key, here);
    const found = follow();
    this.known.set(key, found);
    return found;
  }

  /** What the module call hands in; a variable left out has its default, which is known. */
  private variable(name: string, modules: readonly string[], depth: number): Source | undefined {
    const call = this.call(modules);
    if (call === undefined) return undefined;
    const found = this.source(referencesOf(at(at(call, 'expressions'), name)), modules.slice(0, -1), referencesOf(at(call, 'for_each_expression')), depth + 1);
    return found === undefined ? undefined : { source: found.source, through: [`${pathAddress(modules)}.var.${name}`, ...found.through] };
  }

  /** What an output of a called module refers to there. */
  private output(reference: string, call: string, modules: readonly string[], here: Source, depth: number): Source | undefined {
    const inside = [...modules, call];
    const rest = reference.slice(`module.${call}`.length);
    const name = /^\.([^.[]+)/.exec(rest.startsWith('[') ? rest.slice(keyLength(rest)) : rest)?.[1];
    const declared = name === undefined ? undefined : at(at(at(this.call(inside), 'module'), 'outputs'), name);
    if (declared === undefined) return here;
    const found = this.source(referencesOf(at(declared, 'expression')), inside, [], depth + 1);
    return found === undefined ? undefined : { source: found.source, through: [`${pathAddress(inside)}.${name ?? ''}`, ...found.through] };
  }

  private call(modules: readonly string[]): Json | undefined {
    let call: Json | undefined;
    let module = this.root;
    for (const name of modules) {
      call = at(at(module, 'module_calls'), name);
      module = at(call, 'module');
    }
    return call;
  }
}
