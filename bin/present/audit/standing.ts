import { grouped, type Standing } from '../../../policies/reports/order.js';
import { words } from '../../../policies/reports/quote.js';
import type { Text } from '../../../sites/model/text.js';
import type { AuditData } from '../../commands/audit.js';

/** Rules named before the rest is only counted. */
const rulesShown = 6;

/** What a reader must not miss below a sentence on redundancy: how many rules failed or are open, and which; undefined where none. */
export function standingText({ verdicts }: Pick<AuditData, 'verdicts'>): Text | undefined {
  const groups = grouped(verdicts);
  const parts = (['fail', 'unknown'] as const).flatMap((standing) => partOf(standing, [...new Set(groups.flatMap((group) => (group.standing === standing ? [group.policy] : [])))]));
  return parts.length === 0 ? undefined : { vi: parts.map(({ vi }) => vi).join(', '), en: parts.map(({ en }) => en).join(', ') };
}

function partOf(standing: Standing & keyof typeof words, rules: readonly string[]): Text[] {
  if (rules.length === 0) return [];
  const names = `${rules.slice(0, rulesShown).join(', ')}${rules.length > rulesShown ? ', …' : ''}`;
  return [{ vi: `${rules.length} quy tắc ${words[standing].vi} (${names})`, en: `${rules.length} rule${rules.length === 1 ? '' : 's'} ${words[standing].en} (${names})` }];
}
