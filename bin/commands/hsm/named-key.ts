import { ceremonySubject, type CeremonySubject } from '../../../sites/keys/ceremony/ceremony.js';
import type { Estate } from '../../../sites/model/estate.js';
import { didYouMean, nearest } from '../../../sites/model/nearest.js';
import { visible } from '../../../sites/model/visible.js';
import { InputFailure } from '../../failure.js';

/** A key or a former version by its id, or by site and id as `ndc hsm rotate --plan` has it. @throws InputFailure NDC-X355 */
export function namedKey(estate: Estate, asked: string): CeremonySubject {
  const found = ceremonySubject(estate, asked);
  if (found !== undefined) return found;
  const cut = asked.indexOf('/');
  const within = cut < 0 ? undefined : ceremonySubject(estate, asked.slice(cut + 1));
  if (within !== undefined && within.key.site === asked.slice(0, cut)) return within;
  const ids = Object.values(estate.keys).flatMap(({ id, previous }) => [id, ...(previous ?? []).map((version) => version.id)]);
  const hint = didYouMean(nearest(cut < 0 ? asked : asked.slice(cut + 1), ids));
  throw new InputFailure('NDC-X355', {
    vi: `khóa "${visible(asked, 80)}" không có trong danh mục (sites/data/keys); xem ndc hsm keys.${hint.vi}`,
    en: `key "${visible(asked, 80)}" is in no inventory (sites/data/keys); see ndc hsm keys.${hint.en}`,
  });
}
