import { estateOf, targetOf, type Changes } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { goodStacks, planset, type StackDraft } from '../../planset-builder.js';

export const environment = 'environment/ho-so-prod';
export const key = (index: number, path: string, site = 'ndc-01'): string => `keys/${site}.yaml#/keys/${index}${path}`;
export const judged = (rule: string, changes: Changes = {}) => verdictsOf(rule, estateOf(changes));
export const at = (rule: string, object: string, changes: Changes = {}, site?: string) => verdictOn(judged(rule, changes), object, site);
export const planned = async (rule: string, object: string, change: (stacks: StackDraft[]) => unknown = () => undefined, site?: string) => {
  const stacks = goodStacks();
  change(stacks);
  const estate = targetOf(estateOf());
  return verdictOn(verdictsOf(rule, estate, await planset(estate, stacks)), object, site);
};
