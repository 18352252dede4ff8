import { join, resolve } from 'node:path';
import { dayInVietNam, isDay, isQuarter, lastDay, type Day } from '../sites/model/calendar.js';
import type { Estate, Scenario } from '../sites/model/estate.js';
import { loadEstate, type LoadResult } from '../sites/model/load.js';
import { applyScenario, parseScenario } from '../sites/model/scenario.js';
import type { SourceFile } from '../sites/model/source-file.js';
import type { ApprovalsOnDay } from '../sites/model/approval.js';
import { lossesOf, signedByTwo, withLosses } from '../sites/model/losses.js';
import { releasesOf, withReleases } from '../sites/model/releases.js';
import { visible } from '../sites/model/visible.js';
import { checkApprovals } from './approvals.js';
import { besideDirectory } from './beside-directory.js';
import type { Context } from './command.js';
import { loadConnection, type Connection } from './edge/connection.js';
import { readDataDirectory, readDataFile } from './edge/data-directory.js';
import { InvalidEstate } from './invalid-estate.js';
import { CheckFailure, InputFailure } from './failure.js';

/** `--as-of`, or today in Viet Nam. A quarter means its last day. */
export function asOfDay(context: Pick<Context, 'now' | 'globals'>): Day {
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
export async function openEstate(context: Pick<Context, 'sites' | 'now' | 'globals'>): Promise<Estate> {
  const asOf = asOfDay(context);
  const named = new Set(context.globals.with.map((path) => resolve(path)));
  // A file of the directory that is named is read once, under the name it was given by.
  const directory = await readDataDirectory(context.sites);
  const files = directory.filter(({ name }) => !named.has(resolve(context.sites, name)));
  const within = (path: string): Pick<SourceFile, 'within'> => {
    const own = directory.find(({ name }) => resolve(context.sites, name) === resolve(path));
    return own === undefined ? {} : { within: own.name };
  };
  const added = await Promise.all([...new Set(context.globals.with)].map(async (path): Promise<SourceFile> => ({ ...(await readDataFile(path, [join(context.sites, 'tenants')])), name: besideDirectory(path), added: true, ...within(path) })));
  const result = loadEstate([...files, ...added], asOf);
  if ('diagnostics' in result) throw new InvalidEstate(context.sites, result.diagnostics);
  const { estate, approvals } = await declared(result.estate, context.now());
  if (approvals !== undefined) requireWhole(estate, approvals);
  return estate;
}

/**
 * The estate with the declarations and local overrides that are in force. Signatures are looked at here, where it is read: whatever is computed
 * from it takes them as checked. Without an open one no program is run.
 *
 * @throws EnvironmentFailure NDC-X042 where there is something to check and no ssh-keygen.
 */
export const asDeclared = async (estate: Estate, now: Date): Promise<Estate> => (await declared(estate, now)).estate;

/**
 * What a branch asks for, with the declarations that its base has in force: it may change requests alone, so whose signatures
 * count is the base's to say, and is asked once for however many branches.
 */
export const declaredLike = (asked: LoadResult, { losses = [], releases = [] }: Pick<Estate, 'losses' | 'releases'>): LoadResult => ('estate' in asked ? { estate: withReleases(withLosses(asked.estate, losses), releases) } : asked);

async function declared(estate: Estate, now: Date): Promise<{ readonly estate: Estate; readonly approvals?: ApprovalsOnDay }> {
  const concerns = Object.values(estate.transitions).some(({ transition, state }) => (transition === 'declare' || transition === 'release') && state === 'open');
  if (!concerns) return { estate };
  const approvals = await checkApprovals(estate, now);
  return { estate: withReleases(withLosses(estate, lossesOf(estate, approvals)), releasesOf(estate, approvals, dayInVietNam(now))), approvals };
}

/**
 * A loss, or a way back, that two people signed and whose signatures no longer hold. To go on as if nobody had signed would
 * plan the lost site's place again, or send a site that writes back to quarantine.
 *
 * @throws CheckFailure NDC-X336
 */
function requireWhole({ transitions }: Pick<Estate, 'transitions'>, approvals: ApprovalsOnDay): void {
  for (const { id, transition, state } of Object.values(transitions)) {
    const [refused] = approvals.transitions[id]?.refused ?? [];
    if ((transition !== 'declare' && transition !== 'return') || state !== 'open' || refused === undefined || signedByTwo(approvals, id)) continue;
    const by = visible(refused.by, 80);
    throw new CheckFailure('NDC-X336', {
      vi: `${id} đã được ký nhưng chữ ký của ${by} không còn được tính: ${refused.because.vi}. Không lập gì từ dữ liệu này, vì coi như chưa tuyên bố thì nơi đã mất sẽ được dùng lại. Hãy khôi phục tệp như lúc ký, hoặc ký lại (ndc approve ${id}), hoặc ghi state: abandoned.`,
      en: `${id} was signed, and the signature of ${by} no longer counts: ${refused.because.en}. Nothing is computed from these data, for taken as undeclared the lost site would be used again. Restore the file as it was signed, or sign it anew (ndc approve ${id}), or write state: abandoned.`,
    });
  }
}

/** The estate under the scenario the options describe. `phase` overrides `--scenario`; `parts` permits the loss of parts of a site. */
export function underScenario(estate: Estate, context: Pick<Context, 'globals'>, phase?: Scenario['phase'], { parts = false }: { readonly parts?: boolean } = {}): Estate {
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

/** The same, with the scenario that a connection is of where none was named. */
export const underConnection = (estate: Estate, context: Context, connection: { readonly scenario?: Scenario['phase'] | undefined } | undefined, how?: { readonly parts?: boolean }): Estate =>
  underScenario(estate, context, context.globals.scenario === undefined ? connection?.scenario : undefined, how);

/**
 * The same for a command that needs no connection: one that is named says of which scenario its sites are, so that such a
 * command answers for the estate that the others plan. Without one nothing is read.
 *
 * @throws InputFailure of `loadConnection` where the one named is not there or wrong.
 */
export const underNamedConnection = async (estate: Estate, context: Context, how?: { readonly parts?: boolean }): Promise<Estate> => underConnection(estate, context, await namedConnection(context), how);

/** The connection that is named; undefined where none is. */
export const namedConnection = async ({ home, globals: { connection } }: Pick<Context, 'home' | 'globals'>): Promise<Connection | undefined> => (connection === undefined ? undefined : loadConnection(home, connection));
