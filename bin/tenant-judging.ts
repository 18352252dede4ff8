import { readOffline } from '../policies/planset/read-planset.js';
import { deriveIntent } from '../sites/intent/derive.js';
import type { Estate } from '../sites/model/estate.js';
import { withSitesOperating } from '../sites/model/scenario.js';
import type { Verdict } from '../sites/model/verdict.js';
import { synthesise } from '../stacks/synthesise.js';
import { judge } from './judge.js';

/**
 * What the rules say of some organisations, as the estate stands and with every site operating: a finding of both is told
 * once. Only their own stacks are synthesised, and of the sites' protection what is theirs: what the rules say of anybody
 * else is left out, and so is what waits for a site to operate: that is no fault of a request.
 */
export function verdictsOf(estate: Estate, organisations: readonly string[]): readonly Verdict[] {
  const target = withSitesOperating(estate, Object.keys(estate.sites));
  const offline = (of: Estate) => {
    const intent = deriveIntent(of);
    const own = { ...intent, environments: intent.environments.filter(({ organisation }) => organisations.includes(organisation)) };
    return readOffline([...synthesise(of, intent, { organisations }), ...synthesise(of, own, { stacks: Object.keys(of.sites).map((site) => `${site}-protection`) })]);
  };
  const targetPlanset = offline(target);
  const about = new Set(organisations);
  const today = judge(estate, { view: 'today', packs: ['design', 'operations'], planset: offline(estate), wholeEstate: false, about, targetPlanset: () => targetPlanset }).verdicts;
  const later = judge(target, { view: 'target', packs: ['design', 'operations'], planset: targetPlanset, wholeEstate: false, about, targetPlanset: () => targetPlanset }).verdicts;
  const told = new Set<string>();
  return [...today, ...later].filter(({ policy, subject, status, finding, causes, waived }) => {
    if (status === 'fail' && waived === undefined && causes.length > 0 && causes.every((cause) => cause.startsWith('site/'))) return false;
    const key = JSON.stringify([policy, subject.object, subject.site, subject.address, status, finding.en]);
    return !told.has(key) && told.add(key);
  });
}
