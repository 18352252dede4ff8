import { CheckFailure } from '../failure.js';
import type { Peers } from './peers.js';

/**
 * Before anything is planned or applied at a site, the others are asked whether they hold it lost. A site that comes back
 * with old data beside it, or an old checkout, knows nothing of the declaration: it would write beside whoever replaced it.
 *
 * @throws CheckFailure NDC-X128 naming the site, and who holds which declaration against it.
 */
export function refuseDeclaredElsewhere({ told }: Pick<Peers, 'told'>, sites: readonly string[], declarations: readonly string[]): void {
  const unknown = [...told].flatMap(([at, { declared }]) => declared.flatMap((one) => (at !== one.site && sites.includes(one.site) && !declarations.includes(one.declaration) ? [{ at, ...one }] : [])));
  if (unknown.length === 0) return;
  throw new CheckFailure('NDC-X128', {
    vi: unknown.map(({ at, site, declaration }) => `${at} ghi nhận ${site} đã bị tuyên bố mất (${declaration}), nhưng dữ liệu ở đây không biết tuyên bố đó. Dữ liệu này đã cũ: hãy cập nhật rồi làm lại; ${site} chỉ trở lại bằng ndc dr return.`).join('\n'),
    en: unknown.map(({ at, site, declaration }) => `${at} holds ${site} lost by declaration (${declaration}), and the data here do not know it. These data are old: bring them up to date first; ${site} comes back by ndc dr return alone.`).join('\n'),
  });
}
