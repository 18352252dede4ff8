import { dirname, join, resolve } from 'node:path';
import { isDay } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Lang } from '../../../sites/model/text.js';
import { visible } from '../../../sites/model/visible.js';
import type { Recovery } from '../../../sites/recovery/context.js';
import { recoveredFrom } from '../../../sites/recovery/matrix.js';
import { breachPart } from '../../../sites/recovery/runbook/breach.js';
import { cleanPoints, type CleanPoint } from '../../../sites/recovery/runbook/clean-point.js';
import { declarePart } from '../../../sites/recovery/runbook/declare.js';
import { failoverPart } from '../../../sites/recovery/runbook/failover.js';
import { returnPart } from '../../../sites/recovery/runbook/give-back.js';
import { planOfRunbook } from '../../../sites/recovery/runbook/plan.js';
import { quoted, roles, type RunbookOptions, type RunbookPart } from '../../../sites/recovery/runbook/step.js';
import { tenantPart } from '../../../sites/recovery/runbook/tenant.js';
import { withVariables } from '../../../sites/recovery/runbook/variables.js';
import { alreadyLost } from '../../../sites/recovery/where.js';
import { codesOf, conceal } from '../../../sites/tenancy/conceal.js';
import type { Command, Context, Values } from '../../command.js';
import { defaultSites } from '../../context.js';
import type { BreachPoint, DrRunbookData } from '../../dr-runbook-data.js';
import { listConnections, loadConnection } from '../../edge/connection.js';
import { estateHead } from '../../estate-head.js';
import { InputFailure } from '../../failure.js';
import { lostSite } from '../../lost-site.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { recoveryIn } from '../../recovery-in.js';
import { lastRunOf, runbookNames } from '../../runbook-names.js';
import { known } from '../../selection.js';
import { whatIfOf } from '../capacity/selection.js';

export const command: Command = {
  computes: true,
  options: [
    { flags: '--organisation <id>', about: { vi: 'cơ quan ở phần phục hồi dữ liệu của một cơ quan (mặc định cơ quan đầu tiên trở lại)', en: 'organisation of the part that restores one (default: the first that is brought back)' } },
    { flags: '--breach <instant>', about: { vi: 'lúc vi phạm bắt đầu, 2026-11-20 hoặc 2026-11-20T02:15:00+07:00: nêu điểm sạch mới nhất của mọi dữ liệu', en: 'when a breach began, 2026-11-20 or 2026-11-20T02:15:00+07:00: names the newest clean point of all data' } },
  ],
  formats: ['html', 'markdown'],
  examples: [
    'ndc dr runbook --lose ndc-01 --scenario all-operating --lang vi',
    'ndc dr runbook --lose ndc-01 --scenario all-operating --lang vi --format html',
    'ndc dr runbook --lose ndc-02 --scenario all-operating --connection production --format markdown',
    'ndc dr runbook --breach 2026-11-20 --organisation bo-y-te --lang vi',
  ],
  run: async (context, _args, options): Promise<Outcome<'ndc/dr-runbook.v1', DrRunbookData>> => {
    const given = options['breach'] as string | undefined;
    const told = await whereConnected(context);
    // A breach has no lost site; a runbook without either would be about nothing.
    const alone = given !== undefined && told.globals.lose.length === 0;
    const { estate, lost } = alone ? { estate: underScenario(await openEstate(told), told, undefined, { parts: true }), lost: undefined } : await lostSite(unconnected(told), { foretold: true });
    const recovery = recoveryIn(estate);
    const names = runbookNames(estate);
    const carried = carriedBy(told, lost);
    const plan = lost === undefined ? undefined : planOfRunbook(recovery, recoveredFrom(recovery, lost, alreadyLost(recovery).sites, 'dead'), names, carried);
    const organisation = organisationOf(estate, recovery, options, plan?.order[0]?.organisation ?? plan?.stopped[0]?.organisation);
    const breach = given === undefined ? undefined : breachOf(context, estate, recovery, given, options);
    const parts = [
      ...(plan === undefined ? [] : [declarePart(plan), failoverPart(plan), returnPart(plan)]),
      tenantPart({ recovery, organisation, names, options: carried }),
      breachPart({ recovery, names, options: carried, ...(breach === undefined ? {} : { breach: { at: breach.at, points: breach.found, shown } }) }),
    ];
    const data: DrRunbookData = {
      estate: estateHead(estate),
      asOf: estate.scenario.asOf,
      whatIf: whatIfOf(told).filter((option) => option !== `--lose ${lost ?? ''}` && option !== `--lose site/${lost ?? ''}`),
      lang: context.lang,
      ...(lost === undefined ? {} : { lost }),
      survivors: plan?.survivors ?? [],
      organisation,
      ...(breach === undefined ? {} : { breach: { at: breach.at, now: breach.now, points: breach.found.map(pointOf) } }),
      roles: roles.filter((role) => parts.some(({ steps }) => steps.some((step) => step.role === role))),
      start: startLine(context),
      parts: parts.map((part) => spoken(withVariables(part), context.lang)),
    };
    return { kind: 'ndc/dr-runbook.v1', exit: 0, data: conceal(data, codesOf(estate)) };
  },
};

/**
 * The scenario that the connection is of counts here as in every command that the runbook prints. Printed for a connection
 * that is known elsewhere alone, it needs none here.
 */
async function whereConnected(context: Context): Promise<Context> {
  const { connection: named, scenario } = context.globals;
  if (scenario !== undefined) return context;
  const known = await listConnections(context.home);
  const usual = known.length === 1 || known.includes('default');
  if (named === undefined ? !usual : !known.includes(named)) return context;
  const connection = await loadConnection(context.home, named);
  return connection.scenario === undefined ? context : { ...context, globals: { ...context.globals, scenario: connection.scenario } };
}

/** The scenario was taken from the connection already, and where it is known elsewhere alone there is nothing to read. */
function unconnected(context: Context): Context {
  const { connection: _read, ...globals } = context.globals;
  return { ...context, globals };
}

/** What is typed once: lines say `ndc`, and name folders as they were named here. */
const startLine = ({ home, root }: Context): string => `cd ${quoted(resolve(dirname(home)))} && export PATH=${quoted(join(resolve(root), 'bin'))}:"$PATH"`;

/** Whoever follows it asks of the same folder and connection, under the same scenario; questions suppose what it supposed. */
function carriedBy({ sites, globals }: Context, lost: string | undefined): RunbookOptions {
  const option = (flag: string, value: string | undefined): string => (value === undefined ? '' : ` --${flag} ${quoted(value)}`);
  const acts = `${sites === defaultSites ? '' : option('sites', sites)}${option('connection', globals.connection)}${option('scenario', globals.scenario)}`;
  const already = globals.lose.filter((domain) => domain !== lost && domain !== `site/${lost ?? ''}`);
  return {
    acts,
    asks: `${acts}${option('as-of', globals.asOf)}${globals.delay.map((slip) => option('delay', slip)).join('')}${globals.with.map((file) => option('with', file)).join('')}`,
    supposed: already.map((domain) => option('lose', domain)).join(''),
    folder: quoted(sites),
  };
}

/** Commands speak the reader's language. */
const spoken = (part: RunbookPart, lang: Lang): RunbookPart => ({ ...part, steps: part.steps.map((step) => ({ ...step, commands: step.commands.map(({ line, expects }) => ({ line: line.replaceAll(' --lang vi', ` --lang ${lang}`), expects })) })) });

function organisationOf(estate: Estate, recovery: Recovery, options: Values, first: string | undefined): string {
  const all = Object.keys(estate.requests);
  const [asked] = known('--organisation', options['organisation'] === undefined ? undefined : [options['organisation'] as string], all) ?? [];
  const [subject] = recovery.subjects;
  return asked ?? first ?? subject?.protection.environment.organisation ?? all[0] ?? '';
}

const offset = 7 * 3_600_000;

/** A moment as Viet Nam's clocks show it, with its zone. */
const shown = (ms: number): string => `${new Date(ms + offset).toISOString().slice(0, 19)}+07:00`;

interface Breach {
  readonly at: string;
  readonly now: string;
  readonly found: readonly CleanPoint[];
}

/** @throws InputFailure NDC-X443 where it is no moment, NDC-X444 where it is yet to come. */
function breachOf({ globals, now: clock }: Context, estate: Estate, recovery: Recovery, given: string, options: Values): Breach {
  const at = isDay(given) ? Date.parse(`${given}T00:00:00+07:00`) : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(at))
    throw new InputFailure('NDC-X443', {
      vi: `--breach là "${visible(given, 80)}"; cần một ngày như 2026-11-20 (từ đầu ngày ở Việt Nam) hoặc một lúc như 2026-11-20T02:15:00+07:00.`,
      en: `--breach is "${visible(given, 80)}"; expected a day such as 2026-11-20 (from its beginning in Viet Nam) or an instant such as 2026-11-20T02:15:00+07:00.`,
    });
  // With a day of its own the question is asked at that day's end, so that it is answered alike whenever it is asked.
  const now = globals.asOf === undefined ? clock().getTime() : Date.parse(`${estate.scenario.asOf}T23:59:59+07:00`);
  if (at > now)
    throw new InputFailure('NDC-X444', { vi: `--breach là ${shown(at)}, sau lúc được xét, ${shown(now)}. Hãy sửa --breach hoặc --as-of.`, en: `--breach is ${shown(at)}, after the moment that is asked about, ${shown(now)}. Mend --breach or --as-of.` });
  const asked = options['organisation'] as string | undefined;
  const found = cleanPoints(recovery, { breach: at, now, lastRun: lastRunOf(estate) }).filter(({ organisation }) => asked === undefined || organisation === asked);
  return { at: shown(at), now: shown(now), found };
}

const pointOf = ({ schedule: _schedule, at, from, until, ...point }: CleanPoint): BreachPoint => ({ ...point, ...(at === undefined ? {} : { at: shown(at) }), ...(from === undefined ? {} : { from: shown(from) }), ...(until === undefined ? {} : { until: shown(until) }) });

