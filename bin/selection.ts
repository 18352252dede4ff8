import { movesOf } from '../sites/intent/moves.js';
import { releasedOn } from '../sites/model/offboarding.js';
import type { Estate } from '../sites/model/estate.js';
import { nearest } from '../sites/model/nearest.js';
import type { OptionSpec, Values } from './command.js';
import { InputFailure } from './failure.js';

export const selectionOptions: readonly OptionSpec[] = [
  { flags: '--site <id...>', about: { vi: 'chỉ các trung tâm này', en: 'only these sites' } },
  { flags: '--organisation <id...>', about: { vi: 'chỉ các cơ quan này', en: 'only these organisations' } },
  { flags: '--stack <name...>', about: { vi: 'chỉ các stack này', en: 'only these stacks' } },
];

export interface Selection {
  readonly sites?: readonly string[];
  readonly organisations?: readonly string[];
  readonly stacks?: readonly string[];
}

/** `--site --organisation --stack`, checked against the estate. */
export function selected(estate: Estate, options: Values): Selection {
  const list = (name: string): readonly string[] | undefined => options[name] as readonly string[] | undefined;
  const sites = known('--site', list('site'), Object.keys(estate.sites));
  // Whoever has given its last system away still has stacks while the transition is open.
  const organisations = known('--organisation', list('organisation'), [...new Set([...Object.keys(estate.requests), ...movesOf(estate).map(({ from }) => from), ...releasedOn(estate, estate.scenario.asOf).map(({ organisation }) => organisation)])]);
  const stacks = list('stack');
  return { ...(sites === undefined ? {} : { sites }), ...(organisations === undefined ? {} : { organisations }), ...(stacks === undefined ? {} : { stacks }) };
}

/** @throws InputFailure NDC-X007 naming what is not there, with the nearest that is. */
export function known(option: string, asked: readonly string[] | undefined, all: readonly string[]): readonly string[] | undefined {
  const wrong = asked?.find((one) => !all.includes(one));
  if (wrong === undefined) return asked;
  const close = nearest(wrong, all);
  const list = all.length > 12 ? `${all.slice(0, 12).join(', ')} … (${all.length})` : all.join(', ');
  throw new InputFailure('NDC-X007', {
    vi: `${option} là "${wrong}"; cần một trong: ${list}.${close === undefined ? '' : ` Có phải ý bạn là ${close}?`}`,
    en: `${option} is "${wrong}"; expected one of: ${list}.${close === undefined ? '' : ` Did you mean ${close}?`}`,
  });
}
