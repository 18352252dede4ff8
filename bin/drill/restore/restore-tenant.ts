import { deriveIntent } from '../../../sites/intent/derive.js';
import { loadConnection } from '../../edge/connection.js';
import { RestoreBench } from '../../edge/laboratory/restore-bench.js';
import { stopSite } from '../../edge/sandbox/site-power.js';
import { EnvironmentFailure } from '../../failure.js';
import { openEstate, underConnection } from '../../open-estate.js';
import { applyStacks, onPlanes, type Planes, type PlanesOptions } from '../planes/project.js';
import type { Steps } from '../steps.js';
import { compareObjects, madeByItself, type ComparedObject, type LiveObject } from './compare-objects.js';
import { SiteApi } from './site-api.js';
import { backupOf, location, restoreOf, surroundings, veleroNamespace } from './velero-objects.js';
import { workloadOf } from './workload.js';

/** A tenant's API objects, backed up at one site and restored into another's API server. */
export interface RestoreResult {
  readonly organisation: string;
  readonly from: string;
  readonly into: string;
  readonly namespaces: readonly string[];
  readonly backedUp: number;
  readonly warnings: number;
  readonly errors: number;
  readonly objects: readonly ComparedObject[];
}

export interface RestoreOptions extends Omit<PlanesOptions, 'organisations'> {
  readonly organisation: string;
  readonly from: string;
  readonly into: string;
}

const name = 'dien-tap';
const ended = ['Completed', 'PartiallyFailed', 'Failed', 'FailedValidation'];

/**
 * Restores a tenant with the real Velero: its environments at one site are backed up into a store whose objects are locked,
 * the site loses its power, and another site's API server takes them, with its admission policies on. Each object is then
 * compared with what it was. Volumes are no part of it.
 */
export async function restoreTenant(steps: Steps, options: RestoreOptions): Promise<RestoreResult> {
  const bench = await steps.take('bench', undefined, async () => {
    const value = await RestoreBench.open({ packageRoot: options.context.root, onProgress: (line) => options.context.progress(line[options.context.lang]), signal: options.context.signal });
    return { value, found: { vi: 'kho đối tượng thật với khóa COMPLIANCE, Velero 1.18.3', en: 'a real object store with COMPLIANCE locks, Velero 1.18.3' } };
  });
  try {
    return await onPlanes(steps, { ...options, organisations: [options.organisation] }, (planes) => backUpAndRestore(steps, planes, bench, options));
  } finally {
    await bench.close();
  }
}

async function backUpAndRestore(steps: Steps, planes: Planes, bench: RestoreBench, { organisation, from, into }: RestoreOptions): Promise<RestoreResult> {
  const { context, info } = planes;
  const { signal } = context;
  const connection = await loadConnection(context.home, context.globals.connection);
  const estate = underConnection(await openEstate(context), context, connection);
  const namespaces = deriveIntent(estate).environments.filter((one) => one.organisation === organisation && one.primary.site === from).map(({ namespace }) => namespace).sort();
  await steps.take('apply', undefined, async () => {
    const source = await applyStacks(planes, 'apply', { site: [from] });
    // What admits and what defines, and nothing of the tenant: it comes from the backup.
    const target = await applyStacks(planes, 'apply', { stack: [`${into}-platform`] });
    return { value: undefined, found: { vi: `${from} đủ ${String(source.stacks)} stack, ${into} chỉ có nền tảng (${String(target.stacks)}) cùng quy tắc tiếp nhận`, en: `${from} has all of its ${String(source.stacks)} stacks, ${into} the platform alone (${String(target.stacks)}) with its admission policies` } };
  });
  const open = async (site: string): Promise<SiteApi> => {
    const one = info.sites[site];
    if (one === undefined) throw new Error(`the sandbox has no ${site}`);
    return SiteApi.open(site, one.kubeconfig, one.context);
  };
  const [source, target] = [await open(from), await open(into)];
  await steps.take('workload', undefined, async () => {
    const present = await source.objects(namespaces);
    const labels = new Map(present.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
    const ours = (all: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(all).filter(([label]) => label.startsWith('ndc.gov.vn/')));
    for (const namespace of namespaces) for (const object of workloadOf(namespace, estate.recovery.registry.name, ours(labels.get(namespace) ?? {}))) await source.create(object);
    return { value: undefined, found: { vi: `khối lượng công việc mẫu trong ${String(namespaces.length)} môi trường`, en: `a workload stands in each of ${String(namespaces.length)} environments` } };
  });
  const serve = async (site: string, api: SiteApi, mode: 'ReadWrite' | 'ReadOnly'): Promise<void> => {
    for (const definition of await bench.definitions()) await api.define(definition);
    for (const object of surroundings) await api.create(object);
    await bench.startVelero(site, info.sites[site]?.kubeconfig ?? '', veleroNamespace);
    await api.create(location(bench.store, mode));
    await told(bench, site, api.phase(location(bench.store, mode), ['Available'], signal));
  };
  await steps.take('velero', undefined, async () => {
    await serve(from, source, 'ReadWrite');
    return { value: undefined, found: { vi: `máy chủ Velero chạy ở ${from}, ghi vào kho`, en: `a Velero server runs at ${from} and writes to the store` } };
  });
  let before: readonly LiveObject[] = [];
  const backedUp = await steps.take('backup', undefined, async () => {
    before = await source.objects(namespaces);
    const backup = backupOf(name, namespaces);
    await source.create(backup);
    const { status } = await told(bench, from, source.phase(backup, ended, signal));
    const count = status?.progress?.itemsBackedUp ?? 0;
    const said = [status?.failureReason ?? '', ...(status?.validationErrors ?? [])].filter((one) => one !== '').join('; ');
    return { value: count, held: status?.phase === 'Completed', found: { vi: `${status?.phase ?? ''}: ${String(count)} đối tượng của ${namespaces.join(', ')} ${said}`, en: `${status?.phase ?? ''}: ${String(count)} objects of ${namespaces.join(', ')} ${said}` } };
  });
  await steps.take('lose-site', undefined, async () => {
    await Promise.all([stopSite(info, from), bench.stopVelero(from)]);
    return { value: undefined, found: { vi: `${from} mất điện`, en: `${from} lost its power` } };
  });
  await steps.take('velero-there', undefined, async () => {
    await serve(into, target, 'ReadOnly');
    await told(bench, into, target.appears(backupOf(name, namespaces), signal, 120_000));
    return { value: undefined, found: { vi: `máy chủ Velero ở ${into} thấy bản sao lưu, chỉ đọc`, en: `the Velero server at ${into} sees the backup, reading alone` } };
  });
  const { warnings, errors } = await steps.take('restore', 'restore-objects', async () => {
    const restore = restoreOf(name, name);
    await target.create(restore);
    const { status } = await told(bench, into, target.phase(restore, ended, signal));
    const value = { warnings: status?.warnings ?? 0, errors: status?.errors ?? 0 };
    const said = [status?.failureReason ?? '', ...(status?.validationErrors ?? [])].filter((one) => one !== '').join('; ');
    return { value, held: status?.phase === 'Completed', found: { vi: `${status?.phase ?? ''}: ${String(status?.progress?.itemsRestored ?? 0)} đối tượng vào ${into}, ${String(value.errors)} lỗi, ${String(value.warnings)} cảnh báo ${said}`, en: `${status?.phase ?? ''}: ${String(status?.progress?.itemsRestored ?? 0)} objects into ${into}, ${String(value.errors)} errors, ${String(value.warnings)} warnings ${said}` } };
  });
  const objects = await steps.take('compare', 'verify', async () => {
    const value = compareObjects(before, await target.objects(namespaces));
    const wrong = value.filter(({ is }) => is !== 'equal');
    const own = before.filter(madeByItself).length;
    const list = wrong.slice(0, 6).map(({ object, is, paths }) => `${object} ${is}${paths.length === 0 ? '' : ` (${paths.slice(0, 3).join(', ')})`}`).join('; ');
    return { value, held: wrong.length === 0 && value.length > 0, found: { vi: `${String(value.length - wrong.length)}/${String(value.length)} đối tượng giống hệt${list === '' ? '' : `; khác: ${list}`}; ${String(own)} đối tượng cụm tự tạo không so`, en: `${String(value.length - wrong.length)} of ${String(value.length)} objects are equal${list === '' ? '' : `; not: ${list}`}; ${String(own)} that clusters make by themselves are not compared` } };
  });
  return { organisation, from, into, namespaces, backedUp, warnings, errors, objects };
}

/** Adds a server's own last words to what was waited for in vain. */
async function told<T>(bench: RestoreBench, site: string, waited: Promise<T>): Promise<T> {
  try {
    return await bench.whileRuns(site, waited);
  } catch (error) {
    if (!(error instanceof EnvironmentFailure)) throw error;
    const log = (await bench.log(site)).slice(-1_500);
    throw new EnvironmentFailure(error.code, { vi: `${error.text.vi}\n${log}`, en: `${error.text.en}\n${log}` });
  }
}
