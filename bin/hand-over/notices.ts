import { canonical, type Estate } from '../../sites/model/estate.js';
import type { HandOver } from '../../sites/model/hand-over.js';
import { requestFindings } from '../../sites/tenancy/request-findings.js';
import { verdictsOf } from '../tenant-judging.js';
import type { HandOverData } from './data.js';

/** What somebody must see to after a hand-over: access that ends, what the new owner's request would be refused for, what rules would block. */
export function noticesOf(before: Estate, after: Estate, handOvers: readonly HandOver[]): HandOverData['notices'] {
  const access = handOvers.flatMap(({ from, to }) => {
    const kept = new Set((after.requests[to]?.groups ?? []).map(({ name }) => name));
    const ends = (before.requests[from]?.groups ?? []).map(({ name }) => name).filter((name) => !kept.has(name));
    if (ends.length === 0) return [];
    const groups = ends.join(', ');
    return [{ message: { vi: `các nhóm ${groups} của ${from} không còn vào được các môi trường này; các nhóm trong phiếu của ${to} vào được.`, en: `the groups ${groups} of ${from} lose access to these environments; those in the request of ${to} get it.` } }];
  });
  const findings = [...new Set(handOvers.map(({ to }) => to))].flatMap((to) => {
    const request = after.requests[to];
    if (request === undefined) return [];
    const base = before.requests[to];
    const known = new Set(base === undefined ? [] : requestFindings({ estate: before, request: base }).map((finding) => canonical([finding.code, finding.message])));
    return requestFindings({ estate: after, request, ...(base === undefined ? {} : { base }) })
      .filter((finding) => finding.weight === 'refuse' && !known.has(canonical([finding.code, finding.message])))
      .map(({ code, message }) => ({ code, message }));
  });
  return [...access, ...findings, ...newVerdicts(before, after, handOvers)];
}

/** What rules will block that they do not block now: a hand-over can break as much as it mends. */
function newVerdicts(before: Estate, after: Estate, handOvers: readonly HandOver[]): HandOverData['notices'] {
  const blocking = (estate: Estate, organisations: readonly string[]) => verdictsOf(estate, organisations).filter(({ blocks, status }) => blocks && status === 'fail');
  const takers = [...new Set(handOvers.map(({ to }) => to))];
  const known = new Set(blocking(before, [...takers, ...handOvers.map(({ from }) => from)]).map(({ policy, subject }) => canonical([policy, subject.object])));
  return blocking(after, takers)
    .filter(({ policy, subject }) => !known.has(canonical([policy, subject.object])))
    .map(({ policy, finding, remedy }) => ({ code: policy, message: { vi: `${finding.vi} ${remedy.vi}`, en: `${finding.en} ${remedy.en}` } }));
}
