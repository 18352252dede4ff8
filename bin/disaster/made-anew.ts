import { deriveIntent, recordedIntent } from '../../sites/intent/derive.js';
import { deriveProtection } from '../../sites/intent/derive-protection.js';
import { returningTo } from '../../sites/intent/way-back.js';
import type { Estate } from '../../sites/model/estate.js';
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
export function handedByBackup(estate: Estate, site: string): readonly (TakenBack & { readonly from: string })[] {
  return deriveProtection(estate, deriveIntent(estate)).environments.flatMap(({ environment, databases, primary }) =>
    environment.handsOverTo !== site ? [] : databases.filter(({ operated, replicates }) => operated && !replicates).map(({ cluster }) => ({ namespace: environment.namespace, cluster, from: primary.site })),
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
 * data of before, and writes them; one that was made again on the way lacks what the survivor took until it stopped, and
 * nobody knows when that was to the minute. So the survivor's has to sleep by now, and none may stand at the site: the plan
 * that follows `promote` makes it.
 *
 * @throws EnvironmentFailure NDC-X373 where a site does not answer; CheckFailure NDC-X377 where the survivor still runs one,
 *   NDC-X372 naming what is to be deleted, and how.
 */
export async function requireMadeAnew(context: Context, connection: Connection, estate: Estate, site: string): Promise<void> {
  const wanted = handedByBackup(estate, site);
  await requireAsleep(context, connection, estate, wanted);
  const { there, at } = await standingAt(context, connection, estate, site, wanted);
  if (there.length === 0) return;
  const lines = [...new Set(told(there, (one) => dropLines(at, one).map((line) => `  ${line}`)))];
  throw new CheckFailure('NDC-X372', {
    vi: [
      `${site}: các cơ sở dữ liệu không sao chép liên tục vẫn còn Cluster dựng từ trước, với đĩa thiếu những gì nơi đang chạy đã ghi: ${named(there)}. Sau promote chúng sẽ thức dậy và ghi tiếp lên dữ liệu cũ. Chưa ghi gì.`,
      'Giữ đĩa của từng bản cũ thành ảnh chụp rồi xóa nó (dữ liệu mới nhất nằm ở nơi đang chạy và trong kho nhật ký của nơi đó), không chạy ndc up ở giữa, rồi làm lại promote; ndc up sau đó dựng chúng mới từ kho nhật ký:',
      ...lines,
    ].join('\n'),
    en: [
      `${site}: databases that do not stream still have a Cluster from before, with disks that lack what the survivor has written: ${named(there)}. After promote they would wake and go on with old data. Nothing was written.`,
      'Keep the disks of each old one as snapshots and delete it (the newest data are at the survivor and in its archive), run no ndc up in between, then take promote again; the ndc up that follows makes them anew from that archive:',
      ...lines,
    ].join('\n'),
  });
}

/** No token says that a database which does not stream has stopped: that it was told to is read. */
async function requireAsleep(context: Context, connection: Connection, estate: Estate, wanted: ReturnType<typeof handedByBackup>): Promise<void> {
  const awake: string[] = [];
  for (const from of [...new Set(wanted.map((one) => one.from))].sort()) {
    const { there } = await standingAt(context, connection, estate, from, wanted.filter((one) => one.from === from));
    awake.push(...there.flatMap(({ namespace, cluster, asleep }) => (asleep ? [] : [`${namespace}/${cluster} (${from})`])));
  }
  if (awake.length === 0) return;
  const names = first(awake);
  throw new CheckFailure('NDC-X377', {
    vi: `nơi đang chạy chưa được báo ngừng ghi: ${names}. Sau promote hai nơi sẽ cùng ghi. Chạy ndc up (bước demote), chờ các cụm đó dừng, sao lưu lần cuối, rồi làm lại promote. Chưa ghi gì.`,
    en: `the survivor was not told to stop yet: ${names}. After promote two sites would write. Run ndc up (for the step demote), wait until these have stopped, back them up once more, then take promote again. Nothing was written.`,
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
  const { there, absent, at } = await standingAt(context, connection, estate, site, recloned(estate, site));
  const old = there.filter(({ made }) => !madeAfter(made, since));
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
  const names = first(absent.map(({ namespace, cluster }) => `${namespace}/${cluster}`));
  throw new CheckFailure('NDC-X372', {
    vi: `${site}: chưa có Cluster ${names}, nên chưa có gì được chép lại. Chạy ndc up, chờ theo kịp, rồi làm lại reclone. Chưa ghi gì.`,
    en: `${site}: there is no Cluster ${names} yet, so nothing was cloned again. Run ndc up, wait until it has caught up, then take reclone again. Nothing was written.`,
  });
}

interface Standing extends TakenBack {
  readonly made: string;
  readonly asleep: boolean;
}

/** The first few of some names, and how many there are. */
const first = (names: readonly string[]): string => `${names.slice(0, 6).join(', ')}${names.length > 6 ? ` … (${names.length})` : ''}`;

const named = (old: readonly Standing[]): string => first(old.map(({ namespace, cluster, made }) => `${namespace}/${cluster} (${made})`));

const told = (old: readonly Standing[], lines: (one: Standing) => readonly string[]): readonly string[] => [...old.slice(0, most).flatMap(lines), ...(old.length > most ? [`  … (${old.length})`] : [])];

/** Which clusters stand at a site, since when, and which are not there; `at` is the context they were asked through. @throws EnvironmentFailure NDC-X373 */
async function standingAt(context: Context, connection: Connection, estate: Estate, site: string, wanted: readonly TakenBack[]): Promise<{ readonly there: readonly Standing[]; readonly absent: readonly TakenBack[]; readonly at: string }> {
  const found = estate.sites[site];
  if (wanted.length === 0 || found === undefined) return { there: [], absent: [], at: '' };
  const [reached] = await reachSites(context, connection, [found]);
  if (reached === undefined || !isReached(reached)) throw new EnvironmentFailure('NDC-X373', reached?.reason ?? { vi: `${site} không có trong kết nối ${connection.name}.`, en: `the connection ${connection.name} does not have ${site}.` });
  const there: Standing[] = [];
  const absent: TakenBack[] = [];
  for (const { namespace, cluster } of wanted) {
    const made = await askMade(found, reached, { namespace, cluster }, context.now);
    if (made.is === 'unread') throw new EnvironmentFailure('NDC-X373', { vi: `${made.reason.vi} Chưa ghi gì.`, en: `${made.reason.en} Nothing was written.` });
    if (made.is === 'absent') absent.push({ namespace, cluster });
    else there.push({ namespace, cluster, made: made.at, asleep: made.asleep });
  }
  return { there, absent, at: reached.connected.context };
}
