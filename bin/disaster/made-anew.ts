import { deriveIntent } from '../../sites/intent/derive.js';
import { deriveProtection } from '../../sites/intent/derive-protection.js';
import type { Estate } from '../../sites/model/estate.js';
import { quoted } from '../../sites/recovery/runbook/step.js';
import type { Context } from '../command.js';
import type { Connection } from '../edge/connection.js';
import { CheckFailure, EnvironmentFailure } from '../failure.js';
import { isReached, reachSites } from '../reach-sites.js';
import { askMade, madeAfter } from './cluster-made.js';

/** A database that no token hands over, at the site that takes it back. */
export interface HandedByBackup {
  readonly namespace: string;
  readonly cluster: string;
}

/** Databases that a site takes back and that do not stream: what stands there is of before the loss, with the disk of then. */
export function handedByBackup(estate: Estate, site: string): readonly HandedByBackup[] {
  return deriveProtection(estate, deriveIntent(estate)).environments.flatMap(({ environment, databases }) =>
    environment.handsOverTo !== site ? [] : databases.filter(({ operated, replicates }) => operated && !replicates).map(({ cluster }) => ({ namespace: environment.namespace, cluster })),
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
  const wanted = handedByBackup(estate, site);
  const found = estate.sites[site];
  if (wanted.length === 0 || found === undefined) return;
  const [reached] = await reachSites(context, connection, [found]);
  if (reached === undefined || !isReached(reached)) throw new EnvironmentFailure('NDC-X373', reached?.reason ?? { vi: `${site} không có trong kết nối ${connection.name}.`, en: `the connection ${connection.name} does not have ${site}.` });
  const old: (HandedByBackup & { readonly made: string })[] = [];
  for (const one of wanted) {
    const made = await askMade(found, reached, one, context.now);
    if (made.is === 'absent') continue;
    if (made.is === 'unread') throw new EnvironmentFailure('NDC-X373', { vi: `${made.reason.vi} Chưa ghi gì.`, en: `${made.reason.en} Nothing was written.` });
    if (!madeAfter(made.at, since)) old.push({ ...one, made: made.at });
  }
  if (old.length === 0) return;
  const lines = old.slice(0, most).map(({ namespace, cluster }) => `  kubectl --context ${quoted(reached.connected.context)} -n ${namespace} delete clusters.postgresql.cnpg.io ${cluster}`);
  const rest = old.length > most ? [`  … (${old.length})`] : [];
  const names = old.slice(0, 6).map(({ namespace, cluster, made }) => `${namespace}/${cluster} (${made})`).join(', ');
  throw new CheckFailure('NDC-X372', {
    vi: [
      `${site}: các cơ sở dữ liệu không sao chép liên tục vẫn là bản có từ trước khi nơi đang chạy ngừng ghi (${since}), với đĩa cũ: ${names}${old.length > 6 ? ` … (${old.length})` : ''}. Sau promote chúng sẽ thức dậy và ghi tiếp lên dữ liệu cũ. Chưa ghi gì.`,
      'Xóa từng bản cũ (đĩa của nó mất theo; dữ liệu mới nhất nằm ở nơi đang chạy và trong kho nhật ký của nơi đó), rồi làm lại promote; ndc up sẽ dựng chúng mới từ kho nhật ký đó:',
      ...lines,
      ...rest,
    ].join('\n'),
    en: [
      `${site}: databases that do not stream are still those of before the survivor stopped (${since}), with their old disks: ${names}${old.length > 6 ? ` … (${old.length})` : ''}. After promote they would wake and go on with old data. Nothing was written.`,
      'Delete each old one (its disk goes with it; the newest data are at the survivor and in its archive), then take promote again; ndc up makes them anew from that archive:',
      ...lines,
      ...rest,
    ].join('\n'),
  });
}
