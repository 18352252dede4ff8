import { listAt, textAt, at, type Json } from './json.js';
import { pointer, type PathSegment, type Pointer } from '../../sites/model/pointer.js';

/** A resource of `prior_state`, wherever its module stands. */
export interface PriorResource {
  readonly type: string;
  readonly values: Json | undefined;
  readonly sensitive: Json | undefined;
  readonly pointer: Pointer;
}

/** Data sources as they were read for this plan. */
export function priorData(plan: Json): readonly PriorResource[] {
  const found: PriorResource[] = [];
  const visit = (module: Json | undefined, path: readonly PathSegment[]): void => {
    listAt(module, 'resources').forEach((resource, index) => {
      if (textAt(resource, 'mode') !== 'data') return;
      found.push({
        type: textAt(resource, 'type') ?? '',
        values: at(resource, 'values'),
        sensitive: at(resource, 'sensitive_values'),
        pointer: pointer(...path, 'resources', index, 'values'),
      });
    });
    listAt(module, 'child_modules').forEach((child, index) => visit(child, [...path, 'child_modules', index]));
  };
  visit(at(at(at(plan, 'prior_state'), 'values'), 'root_module'), ['prior_state', 'values', 'root_module']);
  return found;
}

/** uid of `kube-system`, or why it cannot be told. A plan names its cluster nowhere else. */
export function clusterOf(plan: Json, data: readonly PriorResource[], providers: readonly string[]): { readonly uid: string } | { readonly because: string } {
  if (providers.length > 1) return { because: `several configurations of one provider: ${providers.join(', ')}` };
  const uids = new Set(
    data
      .filter(({ type }) => type === 'kubernetes_namespace_v1' || type === 'kubernetes_namespace')
      .flatMap(({ values }) => listAt(values, 'metadata'))
      .filter((metadata) => textAt(metadata, 'name') === 'kube-system')
      .flatMap((metadata) => textAt(metadata, 'uid') ?? []),
  );
  const [uid] = uids;
  if (uids.size > 1) return { because: 'kube-system was read with more than one uid' };
  if (uid !== undefined && uid !== '') return { uid };
  const later = listAt(plan, 'resource_changes').some((change) => textAt(change, 'mode') === 'data' && (textAt(change, 'type') ?? '').startsWith('kubernetes_namespace'));
  return { because: later ? 'the namespace is read only at apply' : 'the plan does not read the uid of kube-system' };
}
