import { deriveIntent } from '../../sites/intent/derive.js';
import type { Quota } from '../../sites/intent/environment.js';
import { grantedAt } from '../../sites/intent/hold.js';
import { shown } from '../../sites/model/diagnostic.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import { meant } from '../../sites/model/meant.js';
import { didYouMean } from '../../sites/model/nearest.js';
import { operatingSites } from '../../sites/model/scenario.js';
import { InputFailure } from '../failure.js';

/** What is given up, and whose it is. */
export interface Subject {
  /** `system/ho-so`. */
  readonly name: string;
  readonly organisation: string;
  /** What the transition names: the subject, and the systems of an organisation. */
  readonly from: readonly string[];
  /** Its environments at the sites that operate. */
  readonly places: readonly Place[];
}

/** An environment at a site, with what its request grants it there. */
export interface Place {
  readonly namespace: string;
  readonly site: string;
  readonly granted: Quota;
  /** Its volumes may lie in the class of this pair of sites. */
  readonly sites: { readonly primary: string; readonly standby?: string | undefined };
}

/** The transition that gives a thing up: open, or done already. */
export const offboardingOf = ({ transitions }: Pick<Estate, 'transitions'>, name: string): DeepReadonly<Transition> | undefined =>
  Object.values(transitions).find((one) => one.transition === 'offboard' && one.state !== 'abandoned' && one.from[0] === name);

/** Where names are found, for one that is like none. */
const whereNames = { vi: ' Mã cơ quan và hệ thống nằm trong các tệp tenants/*.yaml.', en: ' Ids of organisations and systems stand in the files tenants/*.yaml.' };

/**
 * What a person named: `organisation/…`, `system/…`, `environment/…`, or the id alone where only one thing has it. What
 * was released stands in no request; its offboarding still knows it.
 *
 * @throws InputFailure NDC-X306 for what there is not, or what is not clear.
 */
export function named(estate: Estate, given: string): string {
  const candidates = [
    ...Object.keys(estate.requests).map((id) => `organisation/${id}`),
    ...Object.values(estate.requests).flatMap(({ systems }) => systems.flatMap(({ id, environments }) => [`system/${id}`, ...environments.map(({ name }) => `environment/${id}-${name}`)])),
    ...Object.values(estate.transitions).flatMap(({ transition, from }) => (transition === 'offboard' && from[0] !== undefined ? [from[0]] : [])),
  ];
  const found = [...new Set(candidates.filter((name) => name === given || name.slice(name.indexOf('/') + 1) === given))];
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  if (only !== undefined) throw new InputFailure('NDC-X306', { vi: `"${shown(given)}" có thể là ${found.join(' hoặc ')}. Hãy ghi rõ.`, en: `"${shown(given)}" may be ${found.join(' or ')}. Say which.` });
  const by = (some: readonly string[]): string => meant(given, some.map((name) => ({ id: name, names: namesOf(estate, name) })));
  // Part of a system's name is part of its environments' too.
  const likely = by(candidates.filter((name) => !name.startsWith('environment/'))) || by(candidates);
  const hint = likely === '' ? whereNames : didYouMean(likely);
  throw new InputFailure('NDC-X306', {
    vi: `không có cơ quan, hệ thống hay môi trường "${shown(given)}" trong các phiếu.${hint.vi}`,
    en: `no request has an organisation, system or environment "${shown(given)}".${hint.en}`,
  });
}

/** What else a candidate is called: its id alone, and the name of an organisation or a system. */
function namesOf({ organisations, requests }: Estate, name: string): readonly string[] {
  const id = name.slice(name.indexOf('/') + 1);
  const called = name.startsWith('system/') ? Object.values(requests).flatMap(({ systems }) => systems.filter((system) => system.id === id && system.secrecy === 'none').map((system) => system.name)) : [];
  const organisation = name.startsWith('organisation/') ? organisations[id]?.name : undefined;
  return [id, ...called, ...(organisation === undefined ? [] : [organisation.vi, organisation.en])];
}

/** What stands in the requests under a name. @throws InputFailure NDC-X307 where only a larger thing can go. */
export function subjectOf(estate: Estate, name: string): Subject {
  const [kind = '', id = ''] = [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)];
  const sites = new Set(operatingSites(estate).map((site) => site.id));
  const environments = deriveIntent(estate).environments.filter(({ organisation, system, namespace }) => (kind === 'organisation' ? organisation === id : kind === 'system' ? system.id === id : namespace === id));
  const [first] = environments;
  if (first === undefined) throw new InputFailure('NDC-X306', { vi: `${name} không còn trong phiếu nào.`, en: `${name} stands in no request any more.` });
  const { organisation } = first;
  const request = estate.requests[organisation];
  const only = (smaller: string, larger: string): InputFailure =>
    new InputFailure('NDC-X307', { vi: `${smaller} là phần duy nhất của ${larger}. Hãy ngừng sử dụng cả ${larger}.`, en: `${smaller} is all that ${larger} has. Give ${larger} up as a whole.` });
  if (kind === 'environment' && first.system.environments.length === 1) throw only(name, `system/${first.system.id}`);
  if (kind === 'system' && request?.systems.length === 1) throw only(name, `organisation/${organisation}`);
  return {
    name,
    organisation,
    from: [name, ...(kind === 'organisation' ? (request?.systems ?? []).map((system) => `system/${system.id}`) : [])],
    places: environments.flatMap((environment) => {
      const pair = { primary: environment.primary.site, standby: environment.standby?.site };
      const at = [...new Set([pair.primary, ...(pair.standby === undefined ? [] : [pair.standby]), ...(environment.left ?? [])])].filter((site) => sites.has(site));
      return at.map((site) => ({ namespace: environment.namespace, site, granted: grantedAt(estate, environment, site), sites: pair }));
    }),
  };
}
