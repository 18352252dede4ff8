import { declaredAnnotation } from '../../constructs/site-facts.js';
import { CheckFailure } from '../failure.js';
import { ClusterUnread, type ClusterReader } from '../edge/cluster.js';
import type { Runner } from './runner.js';

const configMaps = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true, listable: true };

/** What a site's marker says of others: the site, and the declaration that holds it lost. */
async function declaredAt(reader: ClusterReader): Promise<readonly { readonly site: string; readonly declaration: string }[]> {
  try {
    const marker = (await reader.list(configMaps, 'ndc-system')).find(({ name }) => name === 'ndc-site');
    return Object.entries(marker?.annotations ?? {}).flatMap(([key, declaration]) => (key.startsWith(declaredAnnotation) ? [{ site: key.slice(declaredAnnotation.length), declaration }] : []));
  } catch (error) {
    // A site that falls silent is reported by its stacks.
    if (error instanceof ClusterUnread) return [];
    throw error;
  }
}

/**
 * Before anything is planned or applied at a site, the others are asked whether they hold it lost. A site that comes back
 * with old data beside it, or an old checkout, knows nothing of the declaration: it would write beside whoever replaced it.
 * Sites that are not worked on are asked as well; `asked`: those that were asked just now, so that a dead one is waited for once.
 *
 * @throws CheckFailure NDC-X128 naming the site, and who holds which declaration against it.
 */
export async function refuseDeclaredElsewhere(runner: Pick<Runner, 'connection' | 'open' | 'declarations'>, readers: ReadonlyMap<string, ClusterReader>, sites: readonly string[], asked: readonly string[] = []): Promise<void> {
  const all = new Map(readers);
  for (const [id, connected] of Object.entries(runner.connection.sites)) {
    if (all.has(id) || asked.includes(id)) continue;
    try {
      all.set(id, await runner.open(connected));
    } catch (error) {
      if (!(error instanceof ClusterUnread)) throw error;
    }
  }
  const told = await Promise.all([...all].map(async ([at, reader]) => (await declaredAt(reader)).map((one) => ({ at, ...one }))));
  const unknown = told.flat().filter(({ at, site, declaration }) => at !== site && sites.includes(site) && !runner.declarations.includes(declaration));
  if (unknown.length === 0) return;
  throw new CheckFailure('NDC-X128', {
    vi: unknown.map(({ at, site, declaration }) => `${at} ghi nhận ${site} đã bị tuyên bố mất (${declaration}), nhưng dữ liệu ở đây không biết tuyên bố đó. Dữ liệu này đã cũ: hãy cập nhật rồi làm lại; ${site} chỉ trở lại bằng ndc dr return.`).join('\n'),
    en: unknown.map(({ at, site, declaration }) => `${at} holds ${site} lost by declaration (${declaration}), and the data here do not know it. These data are old: bring them up to date first; ${site} comes back by ndc dr return alone.`).join('\n'),
  });
}
