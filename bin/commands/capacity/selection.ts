import { plannedQuarters } from '../../../sites/capacity/operation.js';
import type { Quarter } from '../../../sites/model/calendar.js';
import type { Estate, Scenario } from '../../../sites/model/estate.js';
import { protections, type Protection } from '../../../sites/model/kinds/protection.js';
import type { Context, OptionSpec, Values } from '../../command.js';
import { known } from '../../selection.js';

/** What every question about capacity may be narrowed to. */
export const capacityOptions: readonly OptionSpec[] = [
  { flags: '--site <id...>', about: { vi: 'chỉ các trung tâm này', en: 'only these sites' } },
  { flags: '--quarter <quarter...>', about: { vi: 'chỉ các quý này, ví dụ 2028-Q4', en: 'only these quarters, such as 2028-Q4' } },
  { flags: '--protection <tier>', about: { vi: 'mức bảo vệ này và các mức cao hơn (mặc định bronze: tất cả)', en: 'this tier and all protected better (default bronze: everybody)' } },
  { flags: '--plot', about: { vi: 'vẽ biểu đồ trên màn hình', en: 'draw a chart in the terminal' } },
];

export interface CapacitySelection {
  readonly sites: readonly string[];
  /** From the estate's day to its horizon, or those asked for. */
  readonly quarters: readonly Quarter[];
  readonly tier: Protection;
  readonly plot: boolean;
}

/** `--site --quarter --protection --plot`, checked against the estate. @throws InputFailure NDC-X007 */
export function capacitySelection(estate: Estate, options: Values): CapacitySelection {
  const list = (name: string): readonly string[] | undefined => options[name] as readonly string[] | undefined;
  const planned = plannedQuarters(estate);
  const sites = known('--site', list('site'), Object.keys(estate.sites)) ?? Object.keys(estate.sites);
  const asked = known('--quarter', list('quarter'), planned);
  const [tier = 'bronze'] = known('--protection', options['protection'] === undefined ? undefined : [options['protection'] as string], protections) ?? [];
  return { sites: Object.keys(estate.sites).filter((id) => sites.includes(id)), quarters: planned.filter((quarter) => asked === undefined || asked.includes(quarter)), tier: tier as Protection, plot: options['plot'] === true };
}

/**
 * Options that make an answer a what-if; empty for the estate as it is. `taken` is the scenario that was computed where a
 * connection that is named brings its own.
 */
export const whatIfOf = ({ globals }: Pick<Context, 'globals'>, taken?: Scenario['phase']): string[] => [
  ...globals.lose.map((domain) => `--lose ${domain}`),
  ...globals.delay.map((slip) => `--delay ${slip}`),
  ...globals.with.map((file) => `--with ${file}`),
  ...(globals.scenario === undefined ? (taken === undefined || taken === 'as-recorded' ? [] : [`--scenario ${taken}`]) : [`--scenario ${globals.scenario}`]),
];
