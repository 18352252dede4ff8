import type { Block } from './block.js';
import { UnknownAt } from './place.js';
import { UnknownValue } from './read-model.js';
import { expressionAt, referencesOf, type ModuleTree } from './references.js';

/** An unknown whose references are known and not yet followed. */
class UnknownVia extends UnknownValue {
  readonly #from: { readonly references: readonly string[]; readonly modules: readonly string[]; readonly forEach: readonly string[] };

  constructor(references: readonly string[], modules: readonly string[], forEach: readonly string[]) {
    super(`references ${references[0] ?? ''}`);
    this.#from = { references, modules, forEach };
  }

  followed(tree: ModuleTree): UnknownValue {
    const { references, modules, forEach } = this.#from;
    const found = tree.source(references, modules, forEach);
    if (found === undefined) return computed;
    return new UnknownValue(`references ${found.source}${found.through.length === 0 ? '' : ` through ${found.through.join(', ')}`}`);
  }
}

const computed = new UnknownValue('computed at apply');
const notConfigured = new UnknownValue('not configured');

/**
 * Gives unknowns their reason: "references X" can be followed, "not configured" cannot. In two steps, because the module
 * calls that references lead through are only known once the whole configuration is read.
 */
export class Reasons {
  private readonly vias = new Map<string, UnknownVia>();
  private readonly settledVias = new Map<UnknownValue, UnknownValue>();

  /** First step, from the block the resource is an instance of; undefined where the configuration has none. */
  of(unknown: UnknownValue, block: Block | undefined): UnknownValue {
    if (!(unknown instanceof UnknownAt)) return unknown;
    const expression = expressionAt(block?.expressions, unknown.path);
    if (block === undefined || expression === undefined) return notConfigured;
    const references = referencesOf(expression);
    if (references.length === 0) return computed;
    const key = JSON.stringify([references, block.modules, block.forEach]);
    let via = this.vias.get(key);
    if (via === undefined) this.vias.set(key, (via = new UnknownVia(references, block.modules, block.forEach)));
    return via;
  }

  isOpen(unknown: UnknownValue): boolean {
    return unknown instanceof UnknownVia;
  }

  /** Second step, once the tree of modules is whole. */
  settled(unknown: UnknownValue, tree: ModuleTree): UnknownValue {
    if (!(unknown instanceof UnknownVia)) return unknown;
    let found = this.settledVias.get(unknown);
    if (found === undefined) this.settledVias.set(unknown, (found = unknown.followed(tree)));
    return found;
  }
}
