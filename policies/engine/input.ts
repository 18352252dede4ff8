import type { Input, Rule, RuleInput } from './rule.js';

/** A rule read what it does not declare: a defect of the rule, never of the estate. */
export class UndeclaredInput extends Error {
  constructor(rule: string, input: Input) {
    super(`${rule} reads ${input} without declaring it`);
    this.name = 'UndeclaredInput';
  }
}

/** Exactly what a rule declares: `ndc policy list --needs` is true only if nothing else can be read. */
export function inputFor(rule: Pick<Rule, 'id' | 'reads'>, given: RuleInput): RuleInput {
  const declared = (key: string | symbol): boolean => key === 'asOf' || rule.reads.some((input) => input === (key === 'approvals' ? 'estate' : key));
  return new Proxy(given, {
    get: (target, key) => {
      if ((key === 'estate' || key === 'planset') && !rule.reads.includes(key)) throw new UndeclaredInput(rule.id, key);
      // What was checked of the estate's transitions is the estate's.
      if (key === 'approvals' && !rule.reads.includes('estate')) throw new UndeclaredInput(rule.id, 'estate');
      return Reflect.get(target, key) as unknown;
    },
    has: (target, key) => Reflect.has(target, key) && declared(key),
    ownKeys: (target) => Reflect.ownKeys(target).filter((key) => declared(key)),
  });
}
