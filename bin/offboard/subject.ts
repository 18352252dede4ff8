import { deriveIntent } from '../../sites/intent/derive.js';
import type { Quota } from '../../sites/intent/environment.js';
import { grantedAt } from '../../sites/intent/hold.js';
import { shown } from '../../sites/model/diagnostic.js';
import type { DeepReadonly, Estate } from '../../sites/model/estate.js';
import type { Transition } from '../../sites/model/kinds/ledger.js';
import { didYouMean, nearest } from '../../sites/model/nearest.js';
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

/** Things named where a part of their name was given, at most. */
const mostNamed = 4;
const noHint = { vi: ' Mã cơ quan và hệ thống nằm trong các tệp tenants/*.yaml.', en: ' Ids of organisations and systems stand in the files tenants/*.yaml.' };

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
  const near = nearest(given, candidates) ?? nearest(given, candidates.map((name) => name.slice(name.indexOf('/') + 1)));
  // A part of a name is further from the whole than any slip of the fingers, and the likeliest thing to be typed.
  const holding = given.length < 3 ? [] : candidates.filter((name) => `-${name.slice(name.indexOf('/') + 1)}-`.includes(`-${given}-`) || name.startsWith(given));
  const hint = near !== undefined ? didYouMean(near) : holding.length === 0 ? noHint : { vi: ` Có thể là ${holding.slice(0, mostNamed).join(', ')}${holding.length > mostNamed ? '…' : ''}.`, en: ` It may be ${holding.slice(0, mostNamed).join(', ')}${holding.length > mostNamed ? '…' : ''}.` };
  throw new InputFailure('NDC-X306', {
    vi: `không có cơ quan, hệ thống hay môi trường "${shown(given)}" trong các phiếu.${hint.vi}`,
    en: `no request has an organisation, system or environment "${shown(given)}".${hint.en}`,
  });
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
