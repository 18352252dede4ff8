import type { Lang } from '../../sites/model/text.js';
import type { CitedRule } from './cited.js';
import { engineeringText, legalText, safeLink, words } from './quote.js';
import { messageText } from './sarif-text.js';

/** Id of what speaks of waivers themselves: no rule finds it, and it fails an audit all the same. */
export const waiverRule = 'NDC-WAIVER';

/** A `reportingDescriptor` for a rule: its title in the reader's language, its help in both. */
export function ruleDescriptor(rule: CitedRule, lang: Lang): object {
  const { id, version, title, explanation, severity, pack, reads, legal, engineering, effectiveFrom, effectiveTo } = rule;
  const link = safeLink(engineering?.link);
  return {
    id,
    shortDescription: { text: messageText(title[lang]) },
    fullDescription: { text: messageText(explanation[lang]) },
    help: { text: messageText([helpIn(rule, 'vi'), helpIn(rule, 'en')].join('\n\n')) },
    ...(link === undefined ? {} : { helpUri: link }),
    defaultConfiguration: { level: severity },
    properties: { version, pack, reads, title, legal, ...(engineering === undefined ? {} : { engineering }), ...(effectiveFrom === undefined ? {} : { effectiveFrom }), ...(effectiveTo === undefined ? {} : { effectiveTo }) },
  };
}

function helpIn(rule: CitedRule, lang: Lang): string {
  const [law, engineering] = [legalText(rule, lang), engineeringText(rule, lang)];
  return [
    `${rule.id}: ${rule.title[lang]}`,
    rule.explanation[lang],
    ...(law === '' ? [] : [`${words.legal[lang]}: ${law}`]),
    ...(engineering === '' ? [] : [`${words.engineering[lang]}: ${engineering}`]),
    `${words.remedy[lang]}: ${rule.remedy[lang]}`,
  ].join('\n');
}

export const waiverDescriptor = (lang: Lang): object => ({
  id: waiverRule,
  shortDescription: { text: { vi: 'Miễn trừ phải còn hiệu lực và còn dùng đến', en: 'A waiver must hold and be needed' }[lang] },
  help: {
    text: [
      'Miễn trừ hết hạn, không hợp lệ hoặc không dùng đến làm cuộc kiểm tra không đạt; miễn trừ sắp hết hạn cần được xem lại.',
      'A waiver that expired, does not hold or covers nothing fails an audit; one about to expire is to be reviewed.',
    ].join('\n\n'),
  },
  defaultConfiguration: { level: 'error' },
});
