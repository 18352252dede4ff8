import { rules as catalogue } from '../../../policies/engine/catalogue.js';
import type { Rule } from '../../../policies/engine/rule.js';
import { citedClause, type CitedClause } from '../../../policies/reports/cited.js';
import { inForce } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Command } from '../../command.js';
import type { Outcome } from '../../outcome.js';
import { loadOwnRules } from '../../own-rules.js';
import { known } from '../../selection.js';
import { estateOrShipped } from '../../shipped-estate.js';

/** A rule as a list shows it. */
export interface ListedRule {
  readonly id: string;
  readonly version: number;
  readonly family: string;
  readonly title: Text;
  readonly severity: Rule['severity'];
  readonly pack: Rule['pack'];
  readonly legal: readonly CitedClause[];
  /** Whether it rests on our judgement too, or on that alone. */
  readonly engineering: boolean;
  readonly reads: Rule['reads'];
  /** Whether an unknown answer fails an audit. */
  readonly unknownBlocks: boolean;
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
  /** On the day of the scenario. */
  readonly inForce: boolean;
  readonly from: 'toolkit' | 'own';
}

export interface PoliciesData {
  readonly asOf: string;
  readonly rules: readonly ListedRule[];
  /** Whether the reader asked what each rule needs to be answered. */
  readonly needs: boolean;
}

export const command: Command = {
  computes: true,
  options: [
    { flags: '--needs', about: { vi: 'quy tắc × đầu vào: mỗi quy tắc cần gì để kết luận được', en: 'rule × input: what each rule needs before it can be answered' } },
    { flags: '--family <letters...>', about: { vi: 'chỉ các nhóm quy tắc này, ví dụ RED TEN', en: 'only these families, such as RED TEN' } },
    { flags: '--rules <dir>', about: { vi: 'thêm các quy tắc riêng trong thư mục này (mô-đun .mjs sẽ được chạy)', en: 'also the rules of your own in this folder (its .mjs modules are run)' } },
  ],
  examples: ['ndc policy list', 'ndc policy list --needs', 'ndc policy list --family RED TEN --json', 'ndc policy list --rules my-rules'],
  run: async (context, _args, options): Promise<Outcome<'ndc/policies.v1', PoliciesData>> => {
    const estate = await estateOrShipped(context);
    const directory = options['rules'] as string | undefined;
    const own = directory === undefined ? [] : (await loadOwnRules(directory, estate)).rules.map(({ rule }) => rule);
    const all = [...catalogue.map((rule) => listed(rule, estate, 'toolkit')), ...own.map((rule) => listed(rule, estate, 'own'))];
    const asked = (options['family'] as readonly string[] | undefined)?.map((letters) => letters.toUpperCase());
    const families = known('--family', asked, [...new Set(all.map(({ family }) => family))].sort());
    const rules = all.filter(({ family }) => families === undefined || families.includes(family)).sort((a, b) => (a.id < b.id ? -1 : 1));
    return { kind: 'ndc/policies.v1', exit: 0, data: { asOf: estate.scenario.asOf, rules, needs: options['needs'] === true } };
  },
};

function listed({ id, version, title, severity, pack, legal, engineering, reads, unknownBlocks, effectiveFrom, effectiveTo }: Rule, estate: Estate, from: ListedRule['from']): ListedRule {
  return {
    id,
    version,
    family: id.slice(0, 3),
    title,
    severity,
    pack,
    legal: legal.map((basis) => citedClause(estate, basis)),
    engineering: engineering !== undefined,
    reads,
    unknownBlocks,
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { effectiveTo }),
    inForce: inForce(estate.scenario.asOf, effectiveFrom, effectiveTo),
    from,
  };
}
