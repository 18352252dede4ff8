import type { Text } from '../../../sites/model/text.js';
import type { FenceFinding } from './link-cut.js';

/** What a declaration would say of a promotion now: nothing where a fence is proven; else why not, fence by fence. */
export function judgeFences(fences: readonly FenceFinding[], siteAnswers: boolean): Promise<Text | undefined> {
  if (!siteAnswers && fences.some(({ state }) => state === 'proven')) return Promise.resolve(undefined);
  const list = (lang: 'vi' | 'en'): string => fences.filter(({ state }) => state === 'unproven').map(({ fence, evidence }) => `${fence}: ${evidence[lang]}`).join('; ');
  return Promise.resolve({
    vi: `từ chối: ${siteAnswers ? 'trung tâm còn trả lời, ' : ''}chưa cách ly được (${list('vi')})`,
    en: `refused: ${siteAnswers ? 'the site answers, and ' : ''}no fence is proven (${list('en')})`,
  });
}
