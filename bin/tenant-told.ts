import type { DeepReadonly } from '../sites/model/estate.js';
import type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
import type { Verdict } from '../sites/model/verdict.js';
import { isConcealed, namesSecret } from '../sites/tenancy/conceal.js';
import type { RequestFinding } from '../sites/tenancy/finding.js';
import { exhaustedIn, refuses, type Fit, type SiteLost } from '../sites/tenancy/fit.js';
import { resourceKey, worstRows, type FitRow } from '../sites/tenancy/fit-rows.js';
import type { Joint } from '../sites/tenancy/joint.js';
import type { CheckedFinding, CheckedFit, CheckedRow, JointFit } from './tenant-check-data.js';

/** What `ndc tenant check` and the comment of a pull request tell alike, and what neither tells of state secrets. */

/** Of a secret system, a finding says where it is and what kind; its words may tell sizes. */
export function toldFinding({ code, weight, pointer, place, message, paste }: RequestFinding, request: DeepReadonly<TenancyRequest> | undefined): CheckedFinding {
  const concealed = request !== undefined && isConcealed(request, pointer);
  return {
    code,
    weight,
    message: concealed ? { vi: `về một hệ thống thuộc bí mật nhà nước; nội dung không nêu ở đây. Xem ndc explain ${code}.`, en: `about a system of state secrets; what is found is not said here. See ndc explain ${code}.` } : message,
    ...(place === undefined ? {} : { place }),
    ...(paste === undefined || concealed ? {} : { paste }),
  };
}

/** Verdicts as others may read them: what a rule on capacity says of a secret system gives its sizes. Status and rule stay. */
export const toldVerdicts = (verdicts: readonly Verdict[], codes: ReadonlyMap<string, string>): readonly Verdict[] =>
  verdicts.map((verdict) => (verdict.policy.startsWith('CAP-') && namesSecret(verdict.subject.object, codes) ? { ...verdict, finding: { vi: 'về một hệ thống thuộc bí mật nhà nước; nội dung không nêu ở đây', en: 'about a system of state secrets; what is found is not said here' } } : verdict));

/**
 * Whether the figures of a resource are told: not of nodes kept for state secrets, and not where they would tell how much
 * of a shared resource a secret system asks. Verdicts count all of them.
 */
export const isTold = (at: Parameters<typeof resourceKey>[0], concealed: ReadonlySet<string>): boolean => at.compartment !== 'secret' && !concealed.has(resourceKey(at));

/** The same of a site's resource whose nodes are not named. */
const isToldAnywhere = (site: string, resource: string, concealed: ReadonlySet<string>): boolean => ![...concealed].some((key) => key.startsWith(`${site} `) && key.endsWith(` ${resource}`));

/** Of a lost site: by name who stops, without how much is missing of what is not told. */
export const toldLost = ({ overfull, ...lost }: SiteLost, concealed: ReadonlySet<string>): SiteLost => ({ ...lost, overfull: overfull.filter(({ site, resource }) => isToldAnywhere(site, resource, concealed)) });

const withoutBefore = ({ before: _before, ...row }: FitRow): CheckedRow => row;

export const toldRows = ({ rows, concealed }: Pick<Fit, 'rows' | 'concealed'>): CheckedRow[] => rows.filter((row) => isTold(row, concealed)).map(withoutBefore);

/** A fit with the tightest quarter of each resource alone. */
export function toldFit(fit: Fit): CheckedFit {
  const { verdict, rows, short, lost, waiting, unprotected, stops, smallerCopies, concealed } = fit;
  const told = rows.filter((row) => isTold(row, concealed));
  const exhausted = exhaustedIn(told);
  const seen =
    short.some((row) => isTold(row, concealed)) ||
    (short.length === 0 && lost.some(({ homeless, crowdedOut, overfull }) => homeless.length > 0 || [...crowdedOut, ...overfull].some(({ site, resource }) => isToldAnywhere(site, resource, concealed))));
  return {
    verdict,
    rows: worstRows(told).map(withoutBefore),
    lost: lost.map((one) => toldLost(one, concealed)),
    waiting,
    unprotected,
    stops,
    smallerCopies,
    ...(exhausted === undefined ? {} : { exhausted }),
    concealed: told.length === rows.length ? 'nothing' : refuses(fit) && !seen ? 'decides' : 'something',
  };
}

export const toldJoint = ({ onlyApart, shares, together: { concealed } }: Joint): Omit<JointFit, 'fit'> => ({ onlyApart, shares: shares.filter((share) => isTold(share, concealed)) });
