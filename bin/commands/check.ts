import { speaksOfRedundancy } from '../../policies/engine/summary.js';
import type { ReadPlanSet } from '../../policies/planset/read-model.js';
import { readOffline } from '../../policies/planset/read-planset.js';
import { demandIn } from '../../sites/capacity/demand.js';
import type { Plan } from '../../sites/capacity/headroom.js';
import type { Left } from '../../sites/capacity/left.js';
import type { situationIn } from '../../sites/capacity/loss.js';
import { planOf } from '../../sites/capacity/plan.js';
import { isStorage } from '../../sites/capacity/quantities.js';
import { resourcesIn } from '../../sites/capacity/resources.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import { quarterOf } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import { operatingSites } from '../../sites/model/scenario.js';
import type { Text } from '../../sites/model/text.js';
import { synthesise, type SynthesisedStack } from '../../stacks/synthesise.js';
import { assumedValues } from '../assumptions.js';
import type { AssumptionGroup, CheckData, CheckedLoss, CheckView, Headroom } from '../check-data.js';
import type { Command, Context } from '../command.js';
import { declaredPart } from '../declared-sites.js';
import { InputFailure } from '../failure.js';
import { findingsOf } from '../findings.js';
import { judge, type Judged } from '../judge.js';
import { openEstate, underNamedConnection, underScenario } from '../open-estate.js';
import type { Outcome } from '../outcome.js';
import { Pace } from '../pace.js';
import { needlessOf, waiversOf } from '../waiver-notes.js';

export const command: Command = {
  computes: true,
  options: [],
  examples: ['ndc check', 'ndc check --sites DIR --lang vi', 'ndc check --delay ndc-02=4q --as-of 2031-01-01', 'ndc check --json'],
  run: async (context): Promise<Outcome<'ndc/check.v1', CheckData>> => {
    const estate = await openEstate(context);
    // Read for its mistakes alone, as a connection that is named: whatever scenario they say, the page shows the estate both as recorded and as the target.
    await underNamedConnection(estate, context);
    if (context.globals.lose.length > 0)
      throw new InputFailure('NDC-X032', {
        vi: 'ndc check đã xét việc mất từng trung tâm, lần lượt; lệnh này không nhận --lose.',
        en: 'ndc check judges the loss of each site in turn already; it does not take --lose.',
      });
    const pace = new Pace(context.now);
    const { data } = checkedEstate(estate, context, (what, done) => {
      const { vi, en } = pace.line({ vi: `Đang xét ${what.vi} (${done + 1}/2) …`, en: `Judging ${what.en} (${done + 1} of 2) …` }, done, 2);
      context.progress(context.lang === 'vi' ? vi : en, 'terminal');
    });
    return { kind: 'ndc/check.v1', exit: data.views.every(({ passed }) => passed) ? 0 : 1, data };
  },
};

/** The estate as recorded and as the target, judged by every rule of design. `told`: before each, how many are done. */
export function checkedEstate(estate: Estate, context: Context, told: (what: Text, done: number) => void = () => undefined): { readonly data: CheckData; readonly today: CheckedView; readonly target: CheckedView } {
  const recorded = underScenario(estate, context, 'as-recorded');
  told({ vi: 'mục tiêu: mọi trung tâm hoạt động', en: 'the target: all sites operate' }, 0);
  const target = viewOf('target', underScenario(estate, context, 'all-operating'), recorded);
  told({ vi: 'hôm nay', en: 'today' }, 1);
  const today = viewOf('today', recorded, recorded, target.planset);
  const { settings, digest, scenario, releases = [] } = estate;
  const data: CheckData = {
    estate: { id: settings.id, name: settings.name, digest },
    asOf: scenario.asOf,
    ...declaredPart(estate),
    ...(releases.length === 0 ? {} : { released: releases.map(({ site, transition, until }) => ({ site, by: transition, until })) }),
    whatIf: [...context.globals.delay.map((slip) => `--delay ${slip}`), ...context.globals.with.map((file) => `--with ${file}`)],
    views: [today.view, target.view],
    assumptions: assumptionsOf(estate),
    waivers: waiversOf(today.judged),
  };
  return { data, today, target };
}

/** One view with what it was judged from. */
export interface CheckedView {
  readonly view: CheckView;
  readonly judged: Judged;
  readonly planset: ReadPlanSet;
  readonly stacks: readonly SynthesisedStack[];
}

/** `recorded` says when each site is due: once it is taken as operating, its own date has passed. */
function viewOf(view: CheckView['view'], estate: Estate, recorded: Estate, target?: ReadPlanSet): CheckedView {
  const intent = deriveIntent(estate);
  const stacks = synthesise(estate, intent);
  const planset = readOffline(stacks);
  const judged = judge(estate, { view, packs: ['design'], planset, wholeEstate: true, targetPlanset: () => target ?? planset });
  // What was promised, nothing assumed beyond it: the page says what the rules judge.
  const plan = planOf(estate, intent, 'none');
  const headroom = headroomOf(resourcesIn(plan, quarterOf(estate.scenario.asOf), serving(estate, [])));
  const { verdicts, waivers, summary } = judged;
  const notRedundantUntil = verdicts.flatMap((verdict) => (verdict.waived !== undefined && speaksOfRedundancy(verdict) ? [verdict.waived.until] : [])).sort()[0];
  return {
    judged,
    planset,
    stacks,
    view: {
      view,
      sites: Object.values(estate.sites).map(({ id, name, phase }) => {
        const own = stacks.filter(({ site }) => site === id);
        const left = headroom.get(id);
        return { id, name, phase, commissioning: recorded.sites[id]?.milestones.commissioning ?? '', stacks: own.length, resources: own.reduce((sum, stack) => sum + stack.resources, 0), ...(left === undefined ? {} : { headroom: left }) };
      }),
      rules: {
        pass: summary.counts.pass,
        fail: summary.counts.fail,
        waived: summary.counts.waived,
        unknown: summary.counts.unknown,
        notApplicable: summary.counts['not-applicable'],
      },
      findings: findingsOf(estate, verdicts),
      losses: operatingSites(estate).map(({ id }) => lossOf(plan, id)),
      passed: summary.exit === 0,
      ...(notRedundantUntil === undefined ? {} : { notRedundantUntil }),
      blocking: {
        fail: summary.blocking.filter(({ status }) => status === 'fail').length,
        unknown: summary.blocking.filter(({ status }) => status === 'unknown').length,
        refusedWaivers: waivers.refused.length,
        unusedWaivers: needlessOf(judged).length,
      },
    },
  };
}

/** The sites that operate now, less what is lost: what is only due by some date serves nobody yet. */
function serving(estate: Estate, lost: readonly string[]): ReturnType<typeof situationIn> {
  return { serving: new Set(operatingSites(estate).map(({ id }) => id).filter((id) => !lost.includes(id))), lost: new Set(lost) };
}

/** By site, of the nodes everybody shares; nodes of one tenant or of state secrets are judged by CAP-001. */
function headroomOf(resources: readonly Left[]): ReadonlyMap<string, Headroom> {
  return new Map(
    [...new Set(resources.map(({ site }) => site))].map((site): [string, Headroom] => {
      const open = resources.filter((left) => left.site === site && left.compartment === 'open');
      const of = (resource: string): { left: bigint; of: bigint } => {
        const found = open.find((left) => left.resource === resource);
        return { left: found?.left ?? 0n, of: found?.whole ?? 0n };
      };
      // The class with the smallest share left is the one that fills first.
      const shortest = open
        .filter(({ resource }) => isStorage(resource))
        .map(({ resource, left, whole }) => ({ class: resource.slice('storage/'.length), left, of: whole }))
        .sort((a, b) => (a.left * (b.of || 1n) < b.left * (a.of || 1n) ? -1 : 1))[0];
      return [site, { cpu: of('cpu'), memory: of('memory'), gpu: of('gpu'), ...(shortest === undefined ? {} : { storage: shortest }) }];
    }),
  );
}

function lossOf(plan: Plan, lost: string): CheckedLoss {
  const quarter = quarterOf(plan.estate.scenario.asOf);
  const situation = serving(plan.estate, [lost]);
  const { unplaced } = demandIn(plan.estate, plan.promises, quarter, situation);
  const homeless = (['standby-not-operating', 'no-standby'] as const).flatMap((because) => {
    const names = unplaced.filter((one) => one.because === because).map(({ promise }) => promise.namespace);
    return names.length === 0 ? [] : [{ because, count: names.length, examples: names.slice(0, 3) }];
  });
  return {
    lost,
    survivors: [...headroomOf(resourcesIn(plan, quarter, situation))].map(([site, headroom]) => ({ site, headroom })),
    homeless,
    shed: unplaced.filter(({ because }) => because === 'best-effort').length,
  };
}

function assumptionsOf(estate: Estate): AssumptionGroup[] {
  const groups = new Map<string, AssumptionGroup['values'][number][]>();
  for (const { file, ...value } of assumedValues(estate)) {
    const values = groups.get(file) ?? [];
    groups.set(file, values);
    values.push(value);
  }
  return [...groups].map(([file, values]) => ({ file, values })).sort((a, b) => b.values.length - a.values.length || (a.file < b.file ? -1 : 1));
}
