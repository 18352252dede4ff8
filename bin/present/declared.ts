import type { SiteStage } from '../../sites/model/losses.js';
import type { Text } from '../../sites/model/text.js';
import type { DeclaredSite } from '../declared-sites.js';
import { instant, safe, say, type View } from './view.js';

export const stageWords: Readonly<Record<SiteStage, Text>> = {
  serving: { vi: 'đang phục vụ', en: 'serves' },
  lost: { vi: 'đã tuyên bố mất', en: 'declared lost' },
  quarantined: { vi: 'đang cách ly', en: 'quarantined' },
  yielding: { vi: 'đang bàn giao', en: 'handed over' },
  restored: { vi: 'đã trở lại', en: 'is back' },
};

/** `đã tuyên bố mất (mat-ndc-01, 03:15:00 30/11/2026 giờ Việt Nam)`: why a site counts as it does. */
export const declaredWords = ({ stage, declaration, at }: DeclaredSite, view: View): string => `${say(view, stageWords[stage])} (${safe(declaration)}, ${safe(instant(view, at))})`;

/** What a page of capacity says of a site whose loss is declared, in the place of its figures; undefined of any other. */
export function lostHere(site: string, declared: readonly DeclaredSite[] | undefined, view: View): string | undefined {
  const found = declared?.find((one) => one.site === site && one.stage === 'lost');
  if (found === undefined) return undefined;
  return view.lang === 'vi'
    ? `${declaredWords(found, view)}: không tính năng lực nào ở đây; các số khác đã theo tuyên bố`
    : `${declaredWords(found, view)}: it counts for nothing here; all other figures follow the declaration`;
}
