import type { Estate } from '../../../sites/model/estate.js';
import type { OptionSpec, Values } from '../../command.js';
import { InputFailure } from '../../failure.js';
import { known } from '../../selection.js';

export const sitesOption: OptionSpec = { flags: '--site <id...>', about: { vi: 'chỉ các trung tâm này', en: 'only these sites' } };
export const oneSiteOption: OptionSpec = { flags: '--site <id>', about: { vi: 'trung tâm dữ liệu', en: 'the site' } };

/** `--site …`, in the estate's order. @throws InputFailure NDC-X007 */
export function selectedSites(estate: Estate, options: Values): readonly string[] {
  const all = Object.keys(estate.sites);
  const asked = known('--site', options['site'] as readonly string[] | undefined, all);
  return asked === undefined ? all : all.filter((id) => asked.includes(id));
}

/** The one site a command is about. @throws InputFailure NDC-X007, NDC-X060 where none is named */
export function oneSite(estate: Estate, options: Values): string {
  const all = Object.keys(estate.sites);
  const given = options['site'] as string | undefined;
  const [site] = known('--site', given === undefined ? undefined : [given], all) ?? [];
  if (site !== undefined) return site;
  throw new InputFailure('NDC-X060', { vi: `thiếu --site; cần một trong: ${all.join(', ')}.`, en: `--site is missing; expected one of: ${all.join(', ')}.` });
}
