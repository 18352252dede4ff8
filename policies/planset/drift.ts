import { pointer, type Pointer } from '../../sites/model/pointer.js';
import { objectOf } from './change.js';
import { differences } from './differences.js';
import { at, listAt, textAt, type Json } from './json.js';
import type { Joiner } from './known.js';
import { isKnownObject } from './kubernetes-object.js';
import type { Drifted, Known, KubernetesObject } from './read-model.js';

/** Places told of one object. */
const most = 50;

/** One element of `resource_drift`; undefined where it is nothing but the provider's normalisations. */
export function driftOf(element: Json, where: Pointer, joiner: Joiner): Drifted | undefined {
  const change = at(element, 'change');
  const actions = listAt(change, 'actions');
  const type = textAt(element, 'type') ?? '';
  const found = { address: textAt(element, 'address') ?? '', type, pointer: `${where}${pointer('change')}` };
  if (actions.includes('delete')) return { ...found, is: 'deleted', paths: [] };
  if (actions.includes('create')) return { ...found, is: 'created', paths: [] };
  const sensitive = [at(change, 'before_sensitive'), at(change, 'after_sensitive')];
  const [before, after] = [joiner.join(at(change, 'before'), { sensitive }), joiner.join(at(change, 'after'), { sensitive })];
  const paths = differences(seen(type, before), seen(type, after), { how: 'equal', most }).map(({ path }) => path);
  if (paths.length > 0) return { ...found, is: 'changed', paths };
  return textAt(element, 'previous_address') === undefined ? undefined : { ...found, is: 'moved', paths };
}

/** What is compared: the object where the values are one's, without its status, which is the cluster's to write. */
function seen(type: string, values: Known): Known {
  const object = objectOf(type, values, 'before');
  if (object !== undefined) return withoutStatus(object);
  return isKnownObject(values) ? values : null;
}

function withoutStatus({ labels, annotations, body }: KubernetesObject): Known {
  const { status: _status, ...rest } = body;
  return { metadata: { labels, annotations }, ...rest };
}
