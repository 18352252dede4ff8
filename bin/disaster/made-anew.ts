import { deriveIntent, recordedIntent } from '../../sites/intent/derive.js';
import { deriveProtection } from '../../sites/intent/derive-protection.js';
import { returningTo } from '../../sites/intent/way-back.js';
import type { Estate } from '../../sites/model/estate.js';
import { quoted } from '../../sites/recovery/runbook/step.js';
import type { Context } from '../command.js';
import type { Connection } from '../edge/connection.js';
import { CheckFailure, EnvironmentFailure } from '../failure.js';
import { isReached, reachSites } from '../reach-sites.js';
import { askMade, madeAfter } from './cluster-made.js';
import { dropLines } from './drop-lines.js';

/** A database at the site that takes it back. */
export interface TakenBack {
  readonly namespace: string;
  readonly cluster: string;
}

/** Databases that a site takes back and that do not stream: what stands there is of before the loss, with the disk of then. */
export function handedByBackup(estate: Estate, site: string): readonly TakenBack[] {
  return deriveProtection(estate, deriveIntent(estate)).environments.flatMap(({ environment, databases }) =>
    environment.handsOverTo !== site ? [] : databases.filter(({ operated, replicates }) => operated && !replicates).map(({ cluster }) => ({ namespace: environment.namespace, cluster })),
  );
}

/** Databases that stream and that a site wrote when it was lost: what stands there may hold what nobody else has. */
export function recloned(estate: Estate, site: string): readonly TakenBack[] {
  const back = new Set(returningTo(estate, recordedIntent(estate), site).map(({ namespace }) => namespace));
  return deriveProtection(estate, deriveIntent(estate)).environments.flatMap(({ environment: { namespace }, databases }) =>
    back.has(namespace) ? databases.filter(({ operated, replicates }) => operated && replicates).map(({ cluster }) => ({ namespace, cluster })) : [],
  );
}

/** Refused clusters that a message names one by one. */
const most = 40;

/**
 * A cluster reads where it recovers from when it is made, and never again: one that slept through the loss wakes with the
 * data of before, and writes them. So each has to have been made after the survivor stopped, or to be gone, which has the
 * next plan make it.
 *
 * @param since when the survivors were told to stop: the step `demote`.
 * @throws EnvironmentFailure NDC-X373 where the site does not answer; CheckFailure NDC-X372 naming what is to be deleted, and how.
 */
export async function requireMadeAnew(context: Context, connection: Connection, estate: Estate, site: string, since: string): Promise<void> {
  const { old, at } = await madeAt(context, connection, estate, { site, wanted: handedByBackup(estate, site), since });
  if (old.length === 0) return;
  const lines = told(old, ({ namespace, cluster }) => [`  kubectl --context ${quoted(at)} -n ${namespace} delete clusters.postgresql.cnpg.io ${cluster}`]);
  throw new CheckFailure('NDC-X372', {
    vi: [
      `${site}: các cơ sở dữ liệu không sao chép liên tục vẫn là bản có từ trước khi nơi đang chạy ngừng ghi (${since}), với đĩa cũ: ${named(old)}. Sau promote chúng sẽ thức dậy và ghi tiếp lên dữ liệu cũ. Chưa ghi gì.`,
      'Xóa từng bản cũ (đĩa của nó mất theo; dữ liệu mới nhất nằm ở nơi đang chạy và trong kho nhật ký của nơi đó), rồi làm lại promote; ndc up sẽ dựng chúng mới từ kho nhật ký đó:',
      ...lines,
    ].join('\n'),
    en: [
      `${site}: databases that do not stream are still those of before the survivor stopped (${since}), with their old disks: ${named(old)}. After promote they would wake and go on with old data. Nothing was written.`,
      'Delete each old one (its disk goes with it; the newest data are at the survivor and in its archive), then take promote again; ndc up makes them anew from that archive:',
      ...lines,
    ].join('\n'),
  });
}

/**
 * A cluster that wrote when its site was lost has, it may be, rows that nobody else has, and no replica leads it back behind
 * them: it is made anew from whoever writes, after the site was fenced. That one was forgotten shows nowhere else.
 *
 * @param since when the site was told to stand as a copy: the step `fence`.
 * @throws EnvironmentFailure NDC-X373 where the site does not answer; CheckFailure NDC-X372 naming what was not made anew.
 */
export async function requireRecloned(context: Context, connection: Connection, estate: Estate, site: string, since: string): Promise<void> {
  const { old, absent, at } = await madeAt(context, connection, estate, { site, wanted: recloned(estate, site), since });
  if (old.length > 0) {
    const lines = [...new Set(told(old, (one) => dropLines(at, one).map((line) => `  ${line}`)))];
    throw new CheckFailure('NDC-X372', {
      vi: [
        `${site}: các cơ sở dữ liệu sao chép liên tục vẫn là bản có từ trước bước fence (${since}), chưa chép lại từ nơi đang ghi: ${named(old)}. Chưa ghi gì.`,
        'Giữ đĩa của từng bản cũ thành ảnh chụp rồi xóa nó, chạy ndc up để dựng lại, chờ theo kịp, rồi làm lại reclone (đã tua lại được thay vì chép lại: --how rewind --proof):',
        ...lines,
      ].join('\n'),
      en: [
        `${site}: databases that stream are still those of before the step fence (${since}), and were not cloned again from whoever writes: ${named(old)}. Nothing was written.`,
        'Keep the disks of each old one as snapshots and delete it, run ndc up to make it anew, wait until it has caught up, then take reclone again (where it was wound back instead: --how rewind --proof):',
        ...lines,
      ].join('\n'),
    });
  }
  if (absent.length === 0) return;
  const names = `${absent.slice(0, 6).map(({ namespace, cluster }) => `${namespace}/${cluster}`).join(', ')}${absent.length > 6 ? ` … (${absent.length})` : ''}`;
  throw new CheckFailure('NDC-X372', {
    vi: `${site}: chưa có Cluster ${names}, nên chưa có gì được chép lại. Chạy ndc up, chờ theo kịp, rồi làm lại reclone. Chưa ghi gì.`,
    en: `${site}: there is no Cluster ${names} yet, so nothing was cloned again. Run ndc up, wait until it has caught up, then take reclone again. Nothing was written.`,
  });
}

interface Old extends TakenBack {
  readonly made: string;
}

const named = (old: readonly Old[]): string => `${old.slice(0, 6).map(({ namespace, cluster, made }) => `${namespace}/${cluster} (${made})`).join(', ')}${old.length > 6 ? ` … (${old.length})` : ''}`;

const told = (old: readonly Old[], lines: (one: Old) => readonly string[]): readonly string[] => [...old.slice(0, most).flatMap(lines), ...(old.length > most ? [`  … (${old.length})`] : [])];

/** Which of a site's clusters were not made after an instant, and which are not there; `at` is the context they were asked through. */
async function madeAt(context: Context, connection: Connection, estate: Estate, { site, wanted, since }: { readonly site: string; readonly wanted: readonly TakenBack[]; readonly since: string }): Promise<{ readonly old: readonly Old[]; readonly absent: readonly TakenBack[]; readonly at: string }> {
  const found = estate.sites[site];
  if (wanted.length === 0 || found === undefined) return { old: [], absent: [], at: '' };
  const [reached] = await reachSites(context, connection, [found]);
  if (reached === undefined || !isReached(reached)) throw new EnvironmentFailure('NDC-X373', reached?.reason ?? { vi: `${site} không có trong kết nối ${connection.name}.`, en: `the connection ${connection.name} does not have ${site}.` });
  const old: Old[] = [];
  const absent: TakenBack[] = [];
  for (const one of wanted) {
    const made = await askMade(found, reached, one, context.now);
    if (made.is === 'unread') throw new EnvironmentFailure('NDC-X373', { vi: `${made.reason.vi} Chưa ghi gì.`, en: `${made.reason.en} Nothing was written.` });
    if (made.is === 'absent') absent.push(one);
    else if (!madeAfter(made.at, since)) old.push({ ...one, made: made.at });
  }
  return { old, absent, at: reached.connected.context };
}
