import { protectedEnvironments } from '../../../sites/capacity/backup/protected.js';
import { operatesIn } from '../../../sites/capacity/operation.js';
import { storageIn } from '../../../sites/capacity/storage/rows.js';
import { worstLosses } from '../../../sites/capacity/storage/losses.js';
import { lossOf } from '../../../sites/capacity/loss.js';
import { deriveIntent, recordedIntent } from '../../../sites/intent/derive.js';
import type { Intent } from '../../../sites/intent/environment.js';
import type { Estate } from '../../../sites/model/estate.js';
import { protections, type Protection } from '../../../sites/model/kinds/protection.js';
import { recoveryActions } from '../../../sites/model/kinds/recovery-inputs.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Cell } from '../../../sites/recovery/cell.js';
import type { Recovery } from '../../../sites/recovery/context.js';
import { matrixOf, promisesOf } from '../../../sites/recovery/matrix.js';
import { situations, type Situation } from '../../../sites/recovery/situation.js';
import { runs } from '../../../sites/recovery/times.js';
import { codesOf, conceal } from '../../../sites/tenancy/conceal.js';
import { inputsOf } from '../../capacity-inputs.js';
import type { Command, Values } from '../../command.js';
import type { CellRow, DrMatrixData } from '../../dr-matrix-data.js';
import { estateHead } from '../../estate-head.js';
import { openEstate, underNamedConnection } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { recoveryIn } from '../../recovery-in.js';
import { known } from '../../selection.js';
import type { ClassLossRow } from '../../storage-data.js';
import { whatIfOf } from '../capacity/selection.js';

export const command: Command = {
  computes: true,
  options: [
    { flags: '--site <id...>', about: { vi: 'chỉ hệ thống chạy chính ở, hoặc chuyển tới, các trung tâm này', en: 'only systems that run at, or would move to, these sites' } },
    { flags: '--organisation <id...>', about: { vi: 'chỉ các cơ quan này', en: 'only these organisations' } },
    { flags: '--tier <tier...>', about: { vi: 'chỉ các mức bảo vệ này', en: 'only these tiers' } },
    { flags: '--situation <situation...>', about: { vi: 'chỉ các tình huống này: site-dead, link-cut, brownout, second-loss', en: 'only these situations: site-dead, link-cut, brownout, second-loss' } },
  ],
  formats: ['csv'],
  examples: [
    'ndc dr matrix',
    'ndc dr matrix --scenario all-operating --lang vi',
    'ndc dr matrix --scenario all-operating --tier platinum --situation site-dead',
    'ndc dr matrix --scenario all-operating --lose path/ndc-01--ndc-02/duyen-hai',
    'ndc dr matrix --scenario all-operating --organisation bo-y-te --format csv',
  ],
  run: async (context, _args, options): Promise<Outcome<'ndc/dr-matrix.v1', DrMatrixData>> => {
    const estate = await underNamedConnection(await openEstate(context), context, { parts: true });
    const data = matrixData(estate, selectionOf(estate, options), whatIfOf(context, estate.scenario.phase));
    // A gate: a system that would be back later, or lose more, than its tier promises is a failed check.
    return { kind: 'ndc/dr-matrix.v1', exit: data.worse > 0 || (data.stopped ?? 0) > 0 ? 1 : 0, data };
  },
};

/** Every environment selected in every situation asked for, without the names of systems that hold state secrets. */
export function matrixData(estate: Estate, selection: Selected, whatIf: readonly string[]): DrMatrixData {
  const intent = deriveIntent(estate);
  const recovery = recoveryIn(estate, intent);
  const { cells, tiers } = matrixOf(recovery, selection.situations, (cell) => isSelected(cell, selection));
  const worse = new Set(cells.flatMap(({ namespace, verdict }) => (verdict === 'worse' ? [namespace] : [])));
  const inputs = inputsOf(estate, [...new Set([...cells.flatMap((cell) => cell.inputs), ...platformInputs])]);
  const { secretStore, registry } = estate.recovery;
  const data: DrMatrixData = {
    estate: estateHead(estate),
    asOf: estate.scenario.asOf,
    whatIf,
    quarter: recovery.quarter,
    situations: selection.situations,
    selected: { sites: selection.sites ?? [], organisations: selection.organisations ?? [], tiers: selection.tiers ?? [] },
    operating: Object.values(estate.sites).flatMap((site) => (operatesIn(site, recovery.quarter) ? [site.id] : [])),
    promises: Object.fromEntries(protections.map((tier) => [tier, promisesOf(recovery, tier)])) as DrMatrixData['promises'],
    worse: worse.size,
    ...((estate.losses ?? []).length === 0 ? {} : { stopped: recordedIntent(estate).environments.length - intent.environments.length }),
    environments: new Set(cells.map(({ namespace }) => namespace)).size,
    cells: cells.map(cellRow),
    tiers,
    platform: { secretStoreMs: BigInt(secretStore.snapshotEveryMinutes) * 60_000n, imagesMs: BigInt(Math.round(registry.lagMinutes * 60_000)) },
    runs,
    durations: recoveryActions.map((action) => {
      const { p50, p95, measured } = recovery.durations[action];
      return { action, p50Ms: BigInt(p50), p95Ms: BigInt(p95), measured };
    }),
    storage: storageRows(recovery, intent, selection.sites),
    inputs,
    assumptions: inputs.reduce((sum, { assumptions }) => sum + assumptions, 0),
  };
  return conceal(data, codesOf(estate));
}

const platformInputs = [pointer('recovery', 'secretStore', 'snapshotEveryMinutes'), pointer('recovery', 'registry', 'lagMinutes'), pointer('recovery', 'dns', 'ttlSeconds'), pointer('recovery', 'imageMiBPerEnvironment'), pointer('recovery', 'hsmOperationsPerEnvironment')];

export interface Selected {
  readonly sites?: readonly string[];
  readonly organisations?: readonly string[];
  readonly tiers?: readonly Protection[];
  readonly situations: readonly Situation[];
}

/** `--site --organisation --tier --situation`, checked against the estate. @throws InputFailure NDC-X007 */
function selectionOf(estate: Estate, options: Values): Selected {
  const list = (name: string): readonly string[] | undefined => options[name] as readonly string[] | undefined;
  const sites = known('--site', list('site'), Object.keys(estate.sites));
  const organisations = known('--organisation', list('organisation'), Object.keys(estate.requests));
  const tiers = known('--tier', list('tier'), protections) as readonly Protection[] | undefined;
  const asked = known('--situation', list('situation'), situations);
  return {
    ...(sites === undefined ? {} : { sites }),
    ...(organisations === undefined ? {} : { organisations }),
    ...(tiers === undefined ? {} : { tiers }),
    situations: situations.filter((situation) => asked === undefined || asked.includes(situation)),
  };
}

const isSelected = ({ primary, runs: at, leaves, organisation, tier }: Cell, { sites, organisations, tiers }: Selected): boolean => {
  const places = [primary, ...[at, leaves].flatMap((one) => (one === undefined || one.how === 'nowhere' ? [] : [one.site]))];
  return (sites === undefined || places.some((site) => sites.includes(site))) && (organisations?.includes(organisation) ?? true) && (tiers?.includes(tier) ?? true);
};

const cellRow = ({ inputs: _inputs, losses, gone, ...cell }: Cell): CellRow => ({ ...cell, losses: losses.map(({ inputs: _rests, ...loss }) => loss), gone: gone.map(({ data }) => data) });

/** What each class of the sites can still do when a part of its hosts is lost: the planner's own answer. */
function storageRows({ plan, quarter, estate }: Recovery, intent: Intent, sites: readonly string[] | undefined): readonly ClassLossRow[] {
  const { parts } = lossOf(estate.scenario.lose);
  const { rows } = storageIn(plan, protectedEnvironments(estate, plan.promises, intent), quarter);
  return rows
    .filter(({ site }) => sites?.includes(site) ?? true)
    .flatMap((row) => worstLosses(estate, row, parts, plan.facility.get(row.site)).map((worst) => ({ site: row.site, class: row.class, quarter: row.quarter, ...worst })));
}
