import type { Text } from '../../sites/model/text.js';
import { moduleInstances, pathAddress } from './addresses.js';
import { instancesOf, type Block } from './block.js';
import { at, entriesOf, isObject, listAt, textAt, type Json } from './json.js';

const leaving = (change: Json | undefined): boolean => {
  const actions = listAt(change, 'actions');
  return actions.length === 1 && (actions[0] === 'delete' || actions[0] === 'forget');
};

/**
 * Computes whether a plan is a whole one while it is read. The engines' flags are not believed: OpenTofu has no
 * `complete`, Terraform says `complete: true` of `-refresh-only` and `-destroy`.
 */
export class Coverage {
  /** Instances by their block's address, those that leave left out. */
  private readonly instances = new Map<string, number>();
  /** Module instances in which something stays, by path without keys. */
  private readonly modules = new Map<string, Set<string>>();
  private readonly addresses = new Set<string>();
  private readonly recorded: string[] = [];
  private readonly blocks: Pick<Block, 'address' | 'modules' | 'instances'>[] = [];
  private managed = 0;
  private staying = 0;
  private remaining = 0;

  /** One element of `resource_changes`, with the address of its block. */
  change(element: Json, block: string): void {
    this.managed += 1;
    const address = textAt(element, 'address');
    if (address !== undefined) this.addresses.add(address);
    if (leaving(at(element, 'change'))) return;
    this.staying += 1;
    if (textAt(element, 'deposed') === undefined) this.instances.set(block, (this.instances.get(block) ?? 0) + 1);
    const module = textAt(element, 'module_address');
    if (module !== undefined) for (const { path, instance } of moduleInstances(module)) this.seen(path).add(instance);
  }

  /** Address of a managed resource in `prior_state`. */
  prior(address: string): void {
    if (!this.addresses.has(address)) this.recorded.push(address);
  }

  /** A resource of `planned_values`. */
  remains(): void {
    this.remaining += 1;
  }

  block({ address, modules, managed, instances }: Block): void {
    if (managed && instances !== undefined) this.blocks.push({ address, modules, instances });
  }

  /** A destroy plan is told by its actions: something is deleted, nothing else happens, and nothing remains planned. */
  get destroys(): boolean {
    return this.remaining === 0 && this.managed > 0 && this.staying === 0;
  }

  /** Why the plan is not a whole one; empty where it is. */
  reasons(plan: Json, deferred: number): Text[] {
    const reasons: Text[] = [];
    if (at(plan, 'errored') === true) reasons.push({ vi: 'kế hoạch dừng vì lỗi', en: 'the plan errored' });
    if (at(plan, 'complete') === false && at(plan, 'errored') !== true) reasons.push({ vi: 'engine tự đánh dấu kế hoạch là chưa đầy đủ', en: 'the engine marks the plan as incomplete' });
    if (deferred > 0) reasons.push({ vi: `${deferred} thay đổi bị hoãn lại`, en: `${deferred} changes are deferred` });
    if (at(plan, 'configuration') === undefined) reasons.push({ vi: 'kế hoạch không kèm cấu hình, nên không biết phải có những gì trong đó', en: 'it holds no configuration, so that what should be in it is not known' });
    // Every managed object of the state is in a whole plan, as a no-op if nothing else.
    const unplanned = this.recorded.filter((address) => !this.addresses.has(address));
    if (unplanned.length > 0) reasons.push(listing('có trong trạng thái mà không có trong resource_changes', 'in the state and absent from resource_changes', unplanned));
    if (this.destroys) return reasons;
    const root = at(at(plan, 'configuration'), 'root_module');
    const missing = this.blocks.flatMap(({ address, modules, instances = 0 }) => {
      const expected = instances * this.expected(modules, root);
      const found = this.instances.get(address) ?? 0;
      return found >= expected ? [] : [expected === 1 ? address : { vi: `${address} (${found} trên ${expected})`, en: `${address} (${found} of ${expected})` }];
    });
    if (missing.length > 0) reasons.push(listing('có trong cấu hình mà không có trong resource_changes', 'configured and absent from resource_changes', missing));
    const planned = at(at(plan, 'planned_values'), 'outputs');
    const outputs = entriesOf(at(root, 'outputs')).flatMap(([name]) => (!isObject(planned) || !Object.hasOwn(planned, name) ? [name] : []));
    if (outputs.length > 0) reasons.push(listing('giá trị đầu ra không có trong planned_values', 'outputs absent from planned_values', outputs));
    return reasons;
  }

  /** How many instances of a module there must be: as many as its calls say, or as many as something stays in. */
  private expected(modules: readonly string[], root: Json | undefined): number {
    let [expected, module] = [1, root];
    for (let depth = 1; depth <= modules.length; depth += 1) {
      const call = at(at(module, 'module_calls'), modules[depth - 1] ?? '');
      const seen = this.modules.get(pathAddress(modules.slice(0, depth)))?.size ?? 0;
      const each = instancesOf(call);
      expected = each === undefined ? seen : Math.max(seen, expected * each);
      module = at(call, 'module');
    }
    return expected;
  }

  private seen(path: string): Set<string> {
    let found = this.modules.get(path);
    if (found === undefined) this.modules.set(path, (found = new Set()));
    return found;
  }
}

/** The first few names in order, whatever order the document has them in. */
function listing(vi: string, en: string, names: readonly (string | Text)[]): Text {
  const sorted = names.map((name): Text => (typeof name === 'string' ? { vi: name, en: name } : name)).sort((a, b) => (a.en < b.en ? -1 : 1));
  const [some, rest] = [sorted.slice(0, 5), sorted.length - 5];
  const and: Text = rest <= 0 ? { vi: '', en: '' } : { vi: ` và ${rest} mục khác`, en: ` and ${rest} more` };
  return { vi: `${vi}: ${some.map((name) => name.vi).join(', ')}${and.vi}`, en: `${en}: ${some.map((name) => name.en).join(', ')}${and.en}` };
}

/** Why a plan is not whole, in one clause. */
export const oneClause = (reasons: readonly Text[]): Text => ({ vi: reasons.map(({ vi }) => vi).join('; '), en: reasons.map(({ en }) => en).join('; ') });

/** Root outputs, sensitive ones without their value. */
export function rootOutputs(plan: Json): ReadonlyMap<string, { readonly value: Json | undefined; readonly sensitive: boolean }> {
  return new Map(entriesOf(at(at(plan, 'planned_values'), 'outputs')).map(([name, output]) => [name, { value: at(output, 'value'), sensitive: at(output, 'sensitive') === true }]));
}

