import type { TerraformResourceLifecycle } from 'cdktf';
import type { Construct } from 'constructs';

const contextKey = 'ndc.gov.vn/destroyable';

/** Synthesises everything below without `prevent_destroy`; call before the scope has children. */
export function setDestroyable(scope: Construct, destroyable: boolean): void {
  scope.node.setContext(contextKey, destroyable);
}

/** Lifecycle of an object that holds data: the engine refuses to destroy or replace it. */
export function holdingData(scope: Construct): TerraformResourceLifecycle | undefined {
  return scope.node.tryGetContext(contextKey) === true ? undefined : { preventDestroy: true };
}

/**
 * Attributes whose changes on the cluster may be ignored, by resource type, each with the reason.
 * A plan does not show what it ignores, so every entry hides drift from auditors; none was needed so far.
 */
export const ignorable: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

/** What is ignored without standing in the list above. */
export function ignoredUnlisted(type: string, ignored: unknown, listed = ignorable): string[] {
  const all = Array.isArray(ignored) ? ignored : ignored === undefined ? [] : [ignored];
  return all.map(String).filter((attribute) => !Object.hasOwn(listed[type] ?? {}, attribute));
}
