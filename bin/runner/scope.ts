import type { PlanSetFile } from '../../policies/planset/format.js';
import { timeInVietNam } from '../../sites/model/calendar.js';
import type { Loss } from '../../sites/model/losses.js';
import { didYouMean, nearest } from '../../sites/model/nearest.js';
import { InputFailure } from '../failure.js';
import type { RunnerStack } from './stack.js';

/** Sites that a declaration in force leaves without stacks. */
type Lost = readonly Pick<Loss, 'site' | 'at' | 'declaration' | 'back'>[];

/** What the command line selects; an empty list selects everything. */
export interface ScopeOptions {
  readonly sites: readonly string[];
  readonly organisations: readonly string[];
  readonly stacks: readonly string[];
}

export type Scope = PlanSetFile['scope'];

export const wholeScope: Scope = { sites: 'all', organisations: 'all', stacks: 'all' };

/**
 * The scope that options declare.
 *
 * @param losses declarations in force: whoever names a lost site has not misspelt another one's name.
 * @throws InputFailure NDC-X140 naming what no stack has, with the nearest that one has.
 */
export function scopeOf(stacks: readonly RunnerStack[], { sites, organisations, stacks: names }: ScopeOptions, losses: Lost = []): Scope {
  const unique = (values: readonly (string | undefined)[]): string[] => [...new Set(values.filter((value) => value !== undefined))].sort();
  const checked = (option: string, asked: readonly string[], known: readonly string[]): readonly string[] | 'all' => {
    for (const word of asked) {
      if (known.includes(word)) continue;
      const loss = option === '--site' ? losses.find(({ site, back }) => site === word && back === undefined) : undefined;
      if (loss !== undefined)
        throw new InputFailure('NDC-X140', {
          vi: `--site là "${word}", đã tuyên bố mất từ ${timeInVietNam(loss.at)} (${loss.declaration}): không lập gì cho nó cho đến khi nó bắt đầu trở lại. Xem các bước: ndc dr return ${word}.`,
          en: `--site is "${word}", which is declared lost since ${loss.at} (${loss.declaration}): nothing is planned for it before its return begins. The steps: ndc dr return ${word}.`,
        });
      const hint = didYouMean(nearest(word, known));
      const few = known.length <= 12 ? known.join(', ') : `${known.slice(0, 12).join(', ')} …`;
      throw new InputFailure('NDC-X140', {
        vi: `${option} là "${word}"; các giá trị có cụm tài nguyên: ${few || '(không có)'}.${hint.vi}`,
        en: `${option} is "${word}"; stacks exist for: ${few || '(none)'}.${hint.en}`,
      });
    }
    return asked.length === 0 ? 'all' : unique(asked);
  };
  return {
    sites: checked('--site', sites, unique(stacks.map(({ site }) => site))),
    organisations: checked('--organisation', organisations, unique(stacks.map(({ organisation }) => organisation))),
    stacks: checked('--stack', names, unique(stacks.map(({ name }) => name))),
  };
}

/**
 * Holds the sites whose silence is accepted against those there are: a slip would accept nothing, and be silent about it.
 *
 * @throws InputFailure NDC-X143 naming what is no site, with the nearest that is one.
 */
export function requireKnownSites(accept: readonly { readonly site: string }[], stacks: readonly Pick<RunnerStack, 'site'>[]): void {
  const sites = [...new Set(stacks.map(({ site }) => site))].sort();
  for (const { site } of accept) {
    if (sites.includes(site)) continue;
    const hint = didYouMean(nearest(site, sites));
    throw new InputFailure('NDC-X143', {
      vi: `--accept-unreachable là "${site}"; các trung tâm: ${sites.join(', ')}.${hint.vi}`,
      en: `--accept-unreachable is "${site}"; the sites are: ${sites.join(', ')}.${hint.en}`,
    });
  }
}

/** Whether a stack lies in a scope: every part of it must say so. */
export function inScope({ name, site, organisation }: Pick<RunnerStack, 'name' | 'site' | 'organisation'>, scope: Scope): boolean {
  const within = (part: readonly string[] | 'all', value: string | undefined): boolean => part === 'all' || (value !== undefined && part.includes(value));
  return within(scope.sites, site) && within(scope.organisations, organisation) && within(scope.stacks, name);
}
