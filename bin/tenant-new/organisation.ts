import { asStart, readDay } from '../../sites/model/calendar.js';
import { shown } from '../../sites/model/diagnostic.js';
import type { Estate } from '../../sites/model/estate.js';
import { meant } from '../../sites/model/meant.js';
import { didYouMean } from '../../sites/model/nearest.js';
import { nameable } from '../../sites/model/organisation-meant.js';
import { foldVietnamese } from '../../sites/model/vietnamese-hands.js';
import { InputFailure } from '../failure.js';

/** An organisation of the catalogue, and what it was read from where that was not its id. */
export interface NamedOrganisation {
  readonly id: string;
  readonly readFrom?: string;
}

const successorsOf = ({ organisations }: Estate, body: string): readonly string[] => Object.values(organisations).flatMap(({ id, succeeds = [] }) => (succeeds.some((one) => one.id === body) ? [id] : []));

/**
 * The organisation that is meant: an id, or a name whose letters without marks are one ("Bộ Y tế" is `bo-y-te`).
 *
 * @throws InputFailure NDC-X190 for one the catalogue does not know, or that no longer exists.
 */
export function organisationNamed(estate: Estate, given: string): NamedOrganisation {
  const { organisations, scenario } = estate;
  const folded = foldVietnamese(given.slice(0, 400));
  const byName = Object.values(organisations).find(({ name }) => folded !== '' && (foldVietnamese(name.vi) === folded || foldVietnamese(name.en) === folded))?.id;
  const id = Object.hasOwn(organisations, given) ? given : Object.hasOwn(organisations, folded) ? folded : byName;
  const found = id === undefined ? undefined : organisations[id];
  if (id === undefined || found === undefined) {
    const close = didYouMean(meant(given, nameable(Object.values(organisations))));
    throw new InputFailure('NDC-X190', {
      vi: `không có cơ quan "${shown(given)}" trong danh mục cơ quan.${close.vi} Xem catalogue/organisations.yaml; nếu thiếu, đề nghị nhóm nền tảng bổ sung.`,
      en: `there is no organisation "${shown(given)}" in the catalogue of organisations.${close.en} See catalogue/organisations.yaml; if it is missing there, ask the platform team to add it.`,
    });
  }
  if (found.dissolvedOn !== undefined && asStart(found.dissolvedOn) <= scenario.asOf) {
    const successors = successorsOf(estate, id).join(', ');
    throw new InputFailure('NDC-X190', {
      vi: `${id} đã giải thể (${readDay(found.dissolvedOn)}). ${successors === '' ? 'Hãy đăng ký dưới cơ quan kế thừa.' : `Hãy đăng ký dưới cơ quan kế thừa: ${successors}.`}`,
      en: `${id} was dissolved (${found.dissolvedOn}). ${successors === '' ? 'Register under its successor.' : `Register under a successor: ${successors}.`}`,
    });
  }
  return { id, ...(given === id ? {} : { readFrom: given }) };
}
