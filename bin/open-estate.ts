import { dayInVietNam, isDay, isQuarter, lastDay, type Day } from '../sites/model/calendar.js';
import type { Estate, Scenario } from '../sites/model/estate.js';
import { loadEstate } from '../sites/model/load.js';
import { applyScenario, parseScenario } from '../sites/model/scenario.js';
import type { SourceFile } from '../sites/model/source-file.js';
import { lossesOf, withLosses } from '../sites/model/losses.js';
import { checkApprovals } from './approvals.js';
import { besideDirectory } from './beside-directory.js';
import type { Context } from './command.js';
import { readDataDirectory, readDataFile } from './edge/data-directory.js';
import { InvalidEstate } from './failed.js';
import { InputFailure } from './failure.js';

/** `--as-of`, or today in Viet Nam. A quarter means its last day. */
export function asOfDay(context: Context): Day {
  const given = context.globals.asOf;
  if (given === undefined) return dayInVietNam(context.now());
  // As in the data files: no plan reaches further, and dates beyond need five digits.
  const plausible = given >= '1900' && given < '2190';
  if (plausible && isDay(given)) return given;
  if (plausible && isQuarter(given)) return lastDay(given);
  throw new InputFailure('NDC-X003', {
    vi: `--as-of là "${given}"; cần một ngày như 2027-06-30 hoặc một quý như 2027-Q2.`,
    en: `--as-of is "${given}"; expected a day such as 2027-06-30 or a quarter such as 2027-Q2.`,
  });
}

/** The estate as recorded: every file read and valid. A file given by `--with` stands in for the directory's file of its kind and id. */
export async function openEstate(context: Context): Promise<Estate> {
  const asOf = asOfDay(context);
  const files = await readDataDirectory(context.sites);
  const added = await Promise.all([...new Set(context.globals.with)].map(async (path): Promise<SourceFile> => ({ ...(await readDataFile(path)), name: besideDirectory(path), added: true })));
  const result = loadEstate([...files, ...added], asOf);
  if ('diagnostics' in result) throw new InvalidEstate(context.sites, result.diagnostics);
  return asDeclared(result.estate, context.now());
}

/**
 * The estate with the declarations that are in force. Signatures are looked at here, where it is read: whatever is computed
 * from it takes them as checked. Without an open declaration no program is run.
 *
 * @throws EnvironmentFailure NDC-X042 where there is something to check and no ssh-keygen.
 */
export async function asDeclared(estate: Estate, now: Date): Promise<Estate> {
  const concerns = Object.values(estate.transitions).some(({ transition, state }) => transition === 'declare' && state === 'open');
  return concerns ? withLosses(estate, lossesOf(estate, await checkApprovals(estate, now))) : estate;
}

/** The estate under the scenario the options describe. `phase` overrides `--scenario`; `parts` permits the loss of parts of a site. */
export function underScenario(estate: Estate, context: Context, phase?: Scenario['phase'], { parts = false }: { readonly parts?: boolean } = {}): Estate {
  const { lose, delay, scenario } = context.globals;
  const part = parts ? undefined : lose.find((domain) => domain.includes('/') && !/^(?:site|zone)\//.test(domain));
  if (part !== undefined)
    throw new InputFailure('NDC-X009', {
      vi: `--lose là "${part}"; lệnh này chỉ xét việc mất cả một trung tâm, ví dụ site/ndc-01.`,
      en: `--lose is "${part}"; this command judges the loss of whole sites only, such as site/ndc-01.`,
    });
  const named = phase ?? scenario;
  return applyScenario(estate, parseScenario(estate, { asOf: estate.scenario.asOf, lose, delay, ...(named === undefined ? {} : { phase: named }) }));
}
