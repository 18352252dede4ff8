import { dayInVietNam, isDay, isQuarter, lastDay, type Day } from '../sites/model/calendar.js';
import type { Estate, Scenario } from '../sites/model/estate.js';
import { loadEstate } from '../sites/model/load.js';
import { applyScenario, parseScenario } from '../sites/model/scenario.js';
import type { Context } from './command.js';
import { readDataDirectory, readDataFile } from './edge/data-directory.js';
import { InvalidEstate } from './failed.js';
import { InputFailure } from './failure.js';

/** `--as-of`, or today in Viet Nam. A quarter means its last day. */
export function asOfDay(context: Context): Day {
  const given = context.globals.asOf;
  if (given === undefined) return dayInVietNam(context.now());
  if (isDay(given)) return given;
  if (isQuarter(given)) return lastDay(given);
  throw new InputFailure('NDC-X003', {
    vi: `--as-of là "${given}"; cần một ngày như 2027-06-30 hoặc một quý như 2027-Q2.`,
    en: `--as-of is "${given}"; expected a day such as 2027-06-30 or a quarter such as 2027-Q2.`,
  });
}

/** The estate as recorded: every file read and valid. A file given by `--with` replaces the one of its name. */
export async function openEstate(context: Context): Promise<Estate> {
  const asOf = asOfDay(context);
  const files = await readDataDirectory(context.sites);
  const added = await Promise.all(context.globals.with.map((path) => readDataFile(path)));
  // A what-if file may lie anywhere; its kind and id say where it belongs.
  const placed = added.map((file) => ('bytes' in file ? { ...file, name: whereItBelongs(file.bytes) ?? file.name } : file));
  const names = new Set(placed.map(({ name }) => name));
  const result = loadEstate([...files.filter(({ name }) => !names.has(name)), ...placed], asOf);
  if ('diagnostics' in result) throw new InvalidEstate(context.sites, result.diagnostics);
  return result.estate;
}

/** The estate under the scenario the options describe. `phase` overrides `--scenario`. */
export function underScenario(estate: Estate, context: Context, phase?: Scenario['phase']): Estate {
  const { lose, delay, scenario } = context.globals;
  const part = lose.find((domain) => domain.includes('/') && !domain.startsWith('site/'));
  if (part !== undefined)
    throw new InputFailure('NDC-X009', {
      vi: `--lose là "${part}"; lệnh này chỉ xét việc mất cả một trung tâm, ví dụ site/ndc-01.`,
      en: `--lose is "${part}"; this command judges the loss of whole sites only, such as site/ndc-01.`,
    });
  const named = phase ?? scenario;
  return applyScenario(estate, parseScenario(estate, { asOf: estate.scenario.asOf, lose, delay, ...(named === undefined ? {} : { phase: named }) }));
}

/** File name for a what-if file, from the two lines that name it; a file that says neither keeps its own name and is refused by the loader. */
function whereItBelongs(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, 65_536));
  const line = (key: string): string | undefined => new RegExp(`^${key}: *"?([A-Za-z0-9-]+)"?`, 'm').exec(text)?.[1];
  switch (line('kind')) {
    case 'TenancyRequest':
      return `tenants/${line('organisation') ?? 'unknown'}.yaml`;
    case 'Site':
      return `${line('id') ?? 'unknown'}.yaml`;
    default:
      return undefined;
  }
}
