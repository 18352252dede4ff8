import type { WaiverReport } from '../../policies/engine/waivers.js';
import type { ReadPlanSet } from '../../policies/planset/read-model.js';
import { readOffline } from '../../policies/planset/read-planset.js';
import { lossHeadroom, siteHeadroom, type LossHeadroom, type SiteHeadroom } from '../../sites/capacity/headroom.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import type { Estate } from '../../sites/model/estate.js';
import { synthesise } from '../../stacks/synthesise.js';
import type { AssumptionGroup, CheckData, CheckedLoss, CheckView, Headroom } from '../check-data.js';
import type { Command } from '../command.js';
import { InputFailure } from '../failure.js';
import { findingsOf, waiversOf } from '../findings.js';
import { judge } from '../judge.js';
import { openEstate, underScenario } from '../open-estate.js';
import type { Outcome } from '../outcome.js';

export const command: Command = {
  options: [],
  examples: ['ndc check', 'ndc check --sites DIR --lang vi', 'ndc check --delay ndc-02=4q --as-of 2031-01-01', 'ndc check --json'],
  run: async (context): Promise<Outcome<'ndc/check.v1', CheckData>> => {
    const estate = await openEstate(context);
    // Read for its mistakes alone: whatever scenario is named, the page shows the estate both as recorded and as the target.
    underScenario(estate, context);
    const recorded = underScenario(estate, context, 'as-recorded');
    if (context.globals.lose.length > 0)
      throw new InputFailure('NDC-X032', {
        vi: 'ndc check đã xét việc mất từng trung tâm, lần lượt; lệnh này không nhận --lose.',
        en: 'ndc check judges the loss of each site in turn already; it does not take --lose.',
      });
    const target = viewOf('target', underScenario(estate, context, 'all-operating'), recorded);
    const today = viewOf('today', recorded, recorded, target.planset);
    const { settings, digest, scenario } = estate;
    return {
      kind: 'ndc/check.v1',
      exit: today.view.passed && target.view.passed ? 0 : 1,
      data: {
        estate: { id: settings.id, name: settings.name, digest },
        asOf: scenario.asOf,
        whatIf: [...context.globals.delay.map((slip) => `--delay ${slip}`), ...context.globals.with.map((file) => `--with ${file}`)],
        views: [today.view, target.view],
        assumptions: assumptionsOf(estate),
        waivers: waiversOf(today.waivers),
      },
    };
  },
};

/** `recorded` says when each site is due: once it is taken as operating, its own date has passed. */
function viewOf(view: CheckView['view'], estate: Estate, recorded: Estate, target?: ReadPlanSet): { view: CheckView; waivers: WaiverReport; planset: ReadPlanSet } {
  const intent = deriveIntent(estate);
  const stacks = synthesise(estate, intent);
  const planset = readOffline(stacks);
  const { verdicts, waivers, summary } = judge(estate, { view, packs: ['design'], planset, wholeEstate: true, targetPlanset: () => target ?? planset });
  const headroom = siteHeadroom(estate, intent);
  const of = (id: string): Headroom | undefined => {
    const found = headroom.find(({ site }) => site === id);
    return found === undefined ? undefined : headroomOf(found);
  };
  return {
    waivers,
    planset,
    view: {
      view,
      sites: Object.values(estate.sites).map(({ id, name, phase }) => {
        const own = stacks.filter(({ site }) => site === id);
        const left = of(id);
        return { id, name, phase, commissioning: recorded.sites[id]?.milestones.commissioning ?? '', stacks: own.length, resources: own.reduce((sum, stack) => sum + stack.resources, 0), ...(left === undefined ? {} : { headroom: left }) };
      }),
      rules: {
        pass: summary.counts.pass,
        fail: summary.counts.fail,
        waived: summary.counts.waived,
        unknown: summary.counts.unknown,
        notApplicable: summary.counts['not-applicable'],
      },
      findings: findingsOf(verdicts),
      losses: lossHeadroom(estate, intent).map(lossOf),
      passed: summary.exit === 0,
    },
  };
}

function headroomOf({ allocatable, left }: SiteHeadroom): Headroom {
  // The class with the smallest share left is the one that fills first.
  const shortest = Object.keys(left.storage)
    .filter((name) => (allocatable.storage[name] ?? 0n) > 0n || (left.storage[name] ?? 0n) < 0n)
    .map((name) => ({ class: name, left: left.storage[name] ?? 0n, of: allocatable.storage[name] ?? 0n }))
    .sort((a, b) => (a.left * (b.of || 1n) < b.left * (a.of || 1n) ? -1 : 1))[0];
  return {
    cpu: { left: left.cpu, of: allocatable.cpu },
    memory: { left: left.memory, of: allocatable.memory },
    gpu: { left: left.gpu, of: allocatable.gpu },
    ...(shortest === undefined ? {} : { storage: shortest }),
  };
}

function lossOf({ lost, survivors, unplaced }: LossHeadroom): CheckedLoss {
  const homeless = (['standby-not-operating', 'no-standby'] as const).flatMap((because) => {
    const names = unplaced.filter((one) => one.because === because).map(({ namespace }) => namespace);
    return names.length === 0 ? [] : [{ because, count: names.length, examples: names.slice(0, 3) }];
  });
  return { lost, survivors: survivors.map((survivor) => ({ site: survivor.site, headroom: headroomOf(survivor) })), homeless, shed: unplaced.filter(({ because }) => because === 'best-effort').length };
}

function assumptionsOf(estate: Estate): AssumptionGroup[] {
  const groups = new Map<string, AssumptionGroup['values'][number][]>();
  for (const [pointer, { source, file, line, note }] of estate.origins) {
    if (source !== 'assumption') continue;
    const values = groups.get(file) ?? [];
    groups.set(file, values);
    values.push({ pointer, line, ...(note === undefined ? {} : { note }) });
  }
  return [...groups].map(([file, values]) => ({ file, values })).sort((a, b) => b.values.length - a.values.length || (a.file < b.file ? -1 : 1));
}
