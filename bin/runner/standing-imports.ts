import { importable } from '../../stacks/importable.js';
import { ClusterUnread, type ClusterReader } from '../edge/cluster.js';
import { EngineFailed, type Workplace } from '../edge/engine.js';
import { isObject, type JsonObject } from './plan-json.js';
import type { Runner } from './runner.js';
import type { RunnerStack } from './stack.js';

/** A stack's work folder, ready to be planned. @throws ClusterUnread, and those of `Engine.prepare`. */
export async function prepareToPlan(runner: Runner, stack: RunnerStack, reader?: ClusterReader): Promise<Workplace> {
  if (!stack.json.includes('"import"')) return runner.engine.prepare(stack);
  const site = runner.connection.sites[stack.site];
  const cluster = reader ?? (site === undefined ? undefined : await runner.open(site));
  if (cluster === undefined) return runner.engine.prepare(stack);
  const { json, absent } = await withStandingImports(stack.json, cluster);
  if (absent.length > 0) runner.onProgress({ is: 'absent', stack: stack.name, objects: absent });
  return runner.engine.prepare({ ...stack, json });
}

/** The same for an apply that plans again: a silent cluster is then the engine's trouble. @throws EngineFailed */
export async function prepareRest(runner: Runner, stack: RunnerStack): Promise<Workplace> {
  try {
    return await prepareToPlan(runner, stack);
  } catch (error) {
    if (error instanceof ClusterUnread) throw new EngineFailed(error.trouble.text.en, '', false);
    throw error;
  }
}

/**
 * A stack whose `import` blocks name only what stands on the cluster. An engine refuses a whole plan where one object is
 * not there: an environment that was declared and never applied, or a binding its old owner had no groups for. Such an
 * object belongs to no state; the plan creates it. The bytes stay as they are where every object stands. `absent` names the rest.
 *
 * @throws ClusterUnread when the cluster does not answer.
 */
export async function withStandingImports(json: string, reader: ClusterReader): Promise<{ readonly json: string; readonly absent: readonly string[] }> {
  const tree = JSON.parse(json) as JsonObject;
  const blocks = Array.isArray(tree['import']) ? tree['import'].filter(isObject) : [];
  if (blocks.length === 0) return { json, absent: [] };
  const cluster = new Standing(reader);
  const standing: JsonObject[] = [];
  const absent: string[] = [];
  for (const block of blocks) {
    const object = objectAt(tree, block['to']);
    if (await cluster.has(object)) standing.push(block);
    else absent.push(`${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`);
  }
  if (absent.length === 0) return { json, absent };
  const { import: _all, ...rest } = tree;
  return { json: `${JSON.stringify(standing.length === 0 ? rest : { ...rest, import: standing }, null, 2)}\n`, absent };
}

function objectAt(tree: JsonObject, address: unknown): ReturnType<typeof importable> {
  const [type = '', name = ''] = String(address).split('.');
  const named = isObject(tree['resource']) ? tree['resource'][type] : undefined;
  const values = isObject(named) ? named[name] : undefined;
  if (!isObject(values)) throw new Error(`a stack imports ${String(address)}, which it does not declare`);
  return importable(type, values);
}

/** What a cluster holds, each list read once. */
class Standing {
  private readonly names = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(private readonly reader: ClusterReader) {}

  async has({ apiVersion, kind, namespace, name }: ReturnType<typeof importable>): Promise<boolean> {
    const within = namespace ?? (kind === 'Namespace' ? name : undefined);
    if (within !== undefined && !(await this.once(`namespace ${within}`, async () => ((await this.reader.namespace(within)) === undefined ? [] : [within]))).has(within)) return false;
    if (kind === 'Namespace') return true;
    const names = await this.once(`${apiVersion} ${kind} ${namespace ?? ''}`, async () => {
      const served = (await this.reader.kinds(apiVersion)).find((each) => each.kind === kind);
      return served === undefined ? [] : (await this.reader.list(served, namespace)).map((object) => object.name);
    });
    return names.has(name);
  }

  private once(key: string, read: () => Promise<readonly string[]>): Promise<ReadonlySet<string>> {
    const known = this.names.get(key) ?? read().then((names) => new Set(names));
    this.names.set(key, known);
    return known;
  }
}
