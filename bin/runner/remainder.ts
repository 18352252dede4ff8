import type { Text } from '../../sites/model/text.js';
import { visible } from '../edge/visible.js';
import { isEmpty, isServerField, pathText, type Path } from './compare.js';
import { isObject, type Change, type PlanJson, type ResourceChange } from './plan-json.js';

/** A change of a new plan that was not approved. */
export interface Unapproved {
  readonly address: string;
  readonly text: Text;
}

const active = ({ mode, change }: ResourceChange): boolean => mode === 'managed' && !change.actions.every((action) => action === 'no-op' || action === 'read');

const keyOf = ({ address, deposed }: ResourceChange): string => `${address} ${deposed ?? ''}`;

/**
 * What of a new plan goes beyond an approved one. A stack that was interrupted has a saved plan which the engine calls
 * stale; its rest may be applied without another audit only when every change left is one of the approved: same
 * address, same action, and every value the approved plan knew. Both plans with their secrets, in memory.
 *
 * A change also counts as the rest of an approved one when the interruption lies inside it: the creation half of a
 * replacement, or a replacement of an object whose creation was approved and broke off (the engine marks it tainted;
 * nothing that stood before the approval is deleted).
 */
export function unapproved(approved: PlanJson, rest: PlanJson): Unapproved[] {
  const known = new Map((approved.resource_changes ?? []).filter(active).map((resource) => [keyOf(resource), resource]));
  return (rest.resource_changes ?? []).filter(active).flatMap((resource): Unapproved[] => {
    const address = visible(resource.address, 200);
    const actions = resource.change.actions.join(', ');
    const before = known.get(keyOf(resource)) ?? leftover(known, resource);
    if (before === undefined)
      return [{ address, text: { vi: `${address}: "${actions}" không có trong kế hoạch đã duyệt`, en: `${address}: "${actions}" is not in the approved plan` } }];
    if (!isRestOf(before, resource)) {
      const asked = before.change.actions.join(', ');
      return [{ address, text: { vi: `${address}: đã duyệt "${asked}", nay cần "${actions}"`, en: `${address}: "${asked}" was approved, "${actions}" is needed now` } }];
    }
    // A deletion, or something forgotten: there is no value to compare.
    if (resource.change.after === null || resource.change.after === undefined) return [];
    return changedValues(before.change, resource.change).map((path) => ({
      address,
      text: { vi: `${address}: ${path} nay có giá trị khác kế hoạch đã duyệt`, en: `${address}: ${path} has another value than in the approved plan` },
    }));
  });
}

/** An object set aside by an approved replacement and not deleted yet. */
function leftover(known: ReadonlyMap<string, ResourceChange>, { address, deposed, change }: ResourceChange): ResourceChange | undefined {
  if (deposed === undefined || change.actions.join() !== 'delete') return undefined;
  const replaced = known.get(`${address} `);
  return replaced?.change.actions.includes('delete') === true ? replaced : undefined;
}

function isRestOf(approved: ResourceChange, { change, action_reason: reason }: ResourceChange): boolean {
  const was = approved.change.actions;
  const is = change.actions;
  if (was.join() === is.join()) return true;
  if (is.join() === 'create') return was.join() === 'delete,create';
  if (is.join() === 'delete') return was.join() === 'create,delete';
  const brokenOff = reason === 'replace_because_tainted' && was.join() === 'create';
  return brokenOff && [...is].sort().join() === 'create,delete';
}

function changedValues(approved: Change, now: Change): string[] {
  const found: Path[] = [];
  const walk = (was: unknown, unknownThen: unknown, is: unknown, unknownNow: unknown, path: Path): void => {
    // What could not be known at approval was approved as such.
    if (unknownThen === true || isServerField(path)) return;
    if (unknownNow === true) {
      if (!isEmpty(was)) found.push(path);
      return;
    }
    if (Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
      was.forEach((item, index) => walk(item, at(unknownThen, index), is[index], at(unknownNow, index), [...path, index]));
      return;
    }
    if (isObject(was) && isObject(is)) {
      for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) walk(was[key], at(unknownThen, key), is[key], at(unknownNow, key), [...path, key]);
      return;
    }
    if (was !== is && !(isEmpty(was) && isEmpty(is))) found.push(path);
  };
  walk(approved.after, approved.after_unknown, now.after, now.after_unknown, []);
  return found.map(pathText);
}

function at(mark: unknown, step: string | number): unknown {
  return typeof mark === 'object' && mark !== null && Object.hasOwn(mark, step) ? (mark as Record<string | number, unknown>)[step] : undefined;
}
