import { protectedEnvironments } from '../../../sites/capacity/backup/protected.js';
import { lossOf } from '../../../sites/capacity/loss.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { lossOfRow, worstLosses } from '../../../sites/capacity/storage/losses.js';
import { storageIn, type StorageRow } from '../../../sites/capacity/storage/rows.js';
import { stretchReason, stretchVerdict } from '../../../sites/capacity/storage/stretch.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Estate } from '../../../sites/model/estate.js';
import { inputsOf } from '../../capacity-inputs.js';
import type { Command } from '../../command.js';
import { estateHead } from '../../estate-head.js';
import { InputFailure } from '../../failure.js';
import { declaredPart } from '../../declared-sites.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import type { ClassRow, StorageData, StretchRow } from '../../storage-data.js';
import { capacityOptions, capacitySelection, whatIfOf } from './selection.js';

export const command: Command = {
  computes: true,
  options: [...capacityOptions, { flags: '--stretch <k+m>', about: { vi: 'xét một mã xóa k+m trải trên mọi trung tâm, ví dụ 2+1', en: 'judge one erasure code k+m stretched over all sites, such as 2+1' } }],
  formats: ['csv', 'svg'],
  examples: [
    'ndc capacity storage',
    'ndc capacity storage --site ndc-01 --quarter 2028-Q4 --lang vi',
    'ndc capacity storage --lose rack/ndc-01/hall-1/3 --lose node/ndc-01/storage-1/7',
    'ndc capacity storage --lose site/ndc-01 --scenario all-operating',
    'ndc capacity storage --stretch 2+1',
    'ndc capacity storage --format csv',
  ],
  run: async (context, _args, options): Promise<Outcome<'ndc/capacity-storage.v1', StorageData>> => {
    const stretched = stretchOption(options['stretch'] as string | undefined);
    const estate = underScenario(await openEstate(context), context, undefined, { parts: true });
    const { sites, quarters, tier, plot } = capacitySelection(estate, options);
    const intent = deriveIntent(estate);
    const plan = planOf(estate, intent);
    const environments = protectedEnvironments(estate, plan.promises, intent);
    const timeline = quarters.map((quarter) => storageIn(plan, environments, quarter, tier));
    const rows = timeline.flatMap((one) => one.rows.filter(({ site }) => sites.includes(site)));
    const first = sites.flatMap((id) => {
      const begins = rows.find(({ site }) => site === id)?.quarter;
      return rows.filter(({ site, quarter }) => site === id && quarter === begins);
    });
    const { parts } = lossOf(estate.scenario.lose);
    const last = timeline.at(-1);
    const inputs = inputsOf(estate, first.flatMap((row) => row.inputs));
    const { nearfullPercent, backfillfullPercent, fullPercent, unevenPercent } = estate.planning.storage;
    return {
      kind: 'ndc/capacity-storage.v1',
      // An answer, not a gate: the rules of the families CAP and BAK judge, with waivers.
      exit: 0,
      data: {
        estate: estateHead(estate),
        asOf: estate.scenario.asOf,
        whatIf: whatIfOf(context),
        ...declaredPart(estate),
        tier,
        quarters,
        limits: { nearfull: nearfullPercent, backfillfull: backfillfullPercent, full: fullPercent, uneven: unevenPercent },
        sites: sites.flatMap((id) => {
          const site = estate.sites[id];
          return site === undefined ? [] : [{ site: id, name: site.name, commissioning: site.milestones.commissioning, rows: rows.filter((row) => row.site === id).map(classRow) }];
        }),
        losses: first.flatMap((row) => worstLosses(estate, row, parts, plan.facility.get(row.site)).map((worst) => ({ site: row.site, class: row.class, quarter: row.quarter, ...worst }))),
        together: first.flatMap((row) => {
          const own = parts.filter((part) => part.split('/')[1] === row.site);
          const loss = own.length === 0 || row.there === undefined ? undefined : lossOfRow(estate, row, own, plan.facility.get(row.site));
          return own.length === 0 || row.there === undefined ? [] : [{ site: row.site, class: row.class, quarter: row.quarter, domains: own, ...(loss === undefined ? {} : { loss }) }];
        }),
        backups: { quarter: last?.quarter ?? estate.settings.horizon, rows: (last?.backups ?? []).filter(({ site }) => site === undefined || sites.includes(site)).map(({ inputs: _inputs, ...row }) => row) },
        ...(stretched === undefined ? {} : { stretch: stretchRow(estate, stretched) }),
        inputs,
        assumptions: inputs.reduce((sum, { assumptions }) => sum + assumptions, 0),
        plot,
      },
    };
  },
};

function classRow({ quarter, class: name, there, usable, promised, backups, replicas, left }: StorageRow): ClassRow {
  const head = { quarter, class: name, usable, promised, backups, replicas, left };
  if (there === undefined) return head;
  const { storage, scheme, topology, raw, missing, logical, toNearfull, tooFewDomains } = there;
  return {
    ...head,
    there: {
      backend: storage.backend,
      coded: 'data' in storage.redundancy,
      ...scheme,
      failureDomain: storage.failureDomain,
      ...(topology === undefined ? {} : { hosts: topology.hosts.length, racks: new Set(topology.hosts.map(({ rack }) => rack)).size }),
      raw,
      missing,
      logical,
      toNearfull,
      tooFewDomains,
    },
  };
}

/** @throws InputFailure NDC-X045 */
function stretchOption(written: string | undefined): { readonly data: number; readonly coding: number } | undefined {
  if (written === undefined) return undefined;
  const match = /^([1-9]\d?)\+([1-9]\d?)$/.exec(written);
  if (match === null)
    throw new InputFailure('NDC-X045', {
      vi: `--stretch là "${written}"; cần k+m, ví dụ 2+1: số mảnh dữ liệu và số mảnh dự phòng, mỗi số từ 1 đến 99.`,
      en: `--stretch is "${written}"; expected k+m such as 2+1: data chunks and coding chunks, each from 1 to 99.`,
    });
  return { data: Number(match[1]), coding: Number(match[2]) };
}

function stretchRow(estate: Estate, code: { readonly data: number; readonly coding: number }): StretchRow {
  const verdict = stretchVerdict(code, Object.keys(estate.sites).length, estate.links);
  const { scheme, sites, serves, redundancyLeft, refused, reasons } = verdict;
  return { ...code, minSize: scheme.minSize, sites, serves, redundancyLeft, refused, reasons: reasons.map((reason) => ({ reason, text: stretchReason(reason, verdict) })) };
}
