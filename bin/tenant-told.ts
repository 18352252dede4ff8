import type { DeepReadonly } from '../sites/model/estate.js';
import type { TenancyRequest } from '../sites/model/kinds/tenancy-request.js';
import { isConcealed } from '../sites/tenancy/conceal.js';
import type { RequestFinding } from '../sites/tenancy/finding.js';
import { worstRows, type Fit, type FitRow } from '../sites/tenancy/fit.js';
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

/** How large secret systems are is nobody's to read; verdicts count them. */
const isTold = ({ compartment }: { readonly compartment: string }): boolean => compartment !== 'secret';

export const toldRows = (rows: readonly FitRow[]): CheckedRow[] => rows.filter(isTold).map(({ before: _before, ...row }) => row);

/** A fit with the tightest quarter of each resource alone. */
export function toldFit({ verdict, rows, lost, waiting, unprotected, stops, exhausted }: Fit): CheckedFit {
  return { verdict, rows: worstRows(toldRows(rows)), lost, waiting, unprotected, stops, ...(exhausted === undefined ? {} : { exhausted }) };
}

export const toldJoint = ({ onlyApart, shares }: Joint): Omit<JointFit, 'fit'> => ({ onlyApart, shares: shares.filter(isTold) });
