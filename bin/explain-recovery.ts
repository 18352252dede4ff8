import type { Estate } from '../sites/model/estate.js';
import { recoveryActions, type RecoveryAction } from '../sites/model/kinds/recovery-inputs.js';
import { didYouMean, nearest } from '../sites/model/nearest.js';
import { pointer, valueAt, type Pointer } from '../sites/model/pointer.js';
import { visible } from '../sites/model/visible.js';
import type { Cell } from '../sites/recovery/cell.js';
import type { Recovery } from '../sites/recovery/context.js';
import { matrixOf, promisesOf, recoveredFrom } from '../sites/recovery/matrix.js';
import { situations, type Situation } from '../sites/recovery/situation.js';
import { criticalPath, type PathStep } from '../sites/recovery/times.js';
import { alreadyLost } from '../sites/recovery/where.js';
import { codesOf, conceal } from '../sites/tenancy/conceal.js';
import { declaredPart } from './declared-sites.js';
import type { DrCellData, PathRow } from './dr-cell-data.js';
import { InputFailure } from './failure.js';
import { placeIn } from './input-place.js';
import { recoveryIn } from './recovery-in.js';
import type { InputPlace } from './promise-data.js';

/** Whether what `ndc explain` was asked for is a cell of the recovery matrix: `dr/ho-so-prod/site-dead`. */
export const isRecoveryCell = (asked: string): boolean => asked === 'dr' || asked.startsWith('dr/');

/** Why a cell of the matrix is as it is. @throws InputFailure NDC-X004 naming the part that is wrong. */
export function explainRecovery(estate: Estate, asked: string, whatIf: readonly string[]): DrCellData {
  const recovery = recoveryIn(estate);
  const codes = codesOf(estate);
  // Whoever asks by a code is answered by it; a secret system's own name is not confirmed.
  const shown = new Map(recovery.subjects.map(({ namespace }) => [conceal(namespace, codes), namespace]));
  const [, named = '', written = '', ...more] = asked.split('/');
  if (shown.size === 0)
    throw new InputFailure('NDC-X004', {
      vi: `"${visible(asked, 120)}": không môi trường nào có ô phục hồi, vì không trung tâm nào hoạt động mà chưa mất. Xét mục tiêu: thêm --scenario all-operating, hoặc --connection của nơi đang vận hành như vậy.`,
      en: `"${visible(asked, 120)}": no environment has a cell of recovery, for no site operates that is not lost. To ask about the target add --scenario all-operating, or the --connection of what operates so.`,
    });
  const wrong = (found: string, all: readonly string[]): InputFailure => {
    const hint = didYouMean(nearest(found, all));
    const list = all.length > 12 ? `${all.slice(0, 12).join(', ')} … (${all.length})` : all.join(', ');
    return new InputFailure('NDC-X004', {
      vi: `"${visible(asked, 120)}" không phải là một ô dr/MÔI_TRƯỜNG/TÌNH_HUỐNG: "${visible(found, 80)}" không thuộc ${list}.${hint.vi}`,
      en: `"${visible(asked, 120)}" is no cell dr/ENVIRONMENT/SITUATION: "${visible(found, 80)}" is none of ${list}.${hint.en}`,
    });
  };
  const namespace = shown.get(named);
  if (namespace === undefined) throw wrong(named, [...shown.keys()]);
  const situation = situations.find((one) => one === written);
  if (situation === undefined || more.length > 0) throw wrong([written, ...more].join('/'), situations);
  const cell = matrixOf(recovery, [situation]).cells.find((one) => one.namespace === namespace && one.situation === situation) ?? matrixOf(recovery, ['site-dead']).cells.find((one) => one.namespace === namespace);
  if (cell === undefined) throw wrong(named, [...shown.keys()]);

  const places = below(estate);
  const { inputs, losses, gone, ...row } = cell;
  const data: DrCellData = {
    cell: `dr/${namespace}/${cell.situation}`,
    asOf: estate.scenario.asOf,
    whatIf,
    ...declaredPart(estate),
    row: { ...row, gone: gone.map(({ data: kind }) => kind) },
    promises: promisesOf(recovery, cell.tier),
    promised: places(['rpoMinutes', 'rtoMinutes', 'backupRpoMinutes'].map((key) => pointer('protection', 'tiers', cell.tier, key))),
    losses: losses.map(({ inputs: rests, ...loss }) => ({ ...loss, inputs: places(rests) })),
    path: pathOf(recovery, cell, situation).map((step) => pathRow(recovery, step, places)),
    limits: places([pointer('recovery', 'limits')]),
    request: places(inputs.filter((input) => input.startsWith('/requests/'))),
  };
  return conceal(data, codes);
}

/** The steps that decide, of the recovery the cell comes from. */
function pathOf(recovery: Recovery, { primary, namespace, runs, lost }: Cell, situation: Situation): readonly PathStep[] {
  const { sites } = alreadyLost(recovery);
  if (situation === 'link-cut' || (situation !== 'brownout' && runs.how === 'nowhere')) return [];
  const [, second] = lost;
  const of = situation === 'second-loss' && second !== undefined ? recoveredFrom(recovery, second.slice('site/'.length), new Set([...sites, primary]), 'dead', recoveredFrom(recovery, primary, sites, 'dead')) : recoveredFrom(recovery, primary, sites, situation === 'brownout' ? 'slow' : 'dead');
  return criticalPath(of.steps, of.times, namespace);
}

const isAction = (kind: string): kind is RecoveryAction => (recoveryActions as readonly string[]).includes(kind);

function pathRow({ durations, estate }: Recovery, { step, startMs, endMs }: PathStep, places: (inputs: readonly Pointer[]) => readonly InputPlace[]): PathRow {
  const { kind, name, bytes, rate } = step;
  const rests: readonly Pointer[] = isAction(kind)
    ? durations[kind].inputs
    : kind === 'ttl'
      ? [pointer('recovery', 'dns', 'ttlSeconds')]
      : kind === 'transfer'
        ? [pointer('recovery', 'limits', 'restoreMbps'), pointer('planning', 'backup', 'volumesFilledTo', 'mid')]
        : kind === 'image-transfer'
          ? [pointer('recovery', 'limits', 'imagePullMbps'), pointer('recovery', 'imageMiBPerEnvironment')]
          : kind === 'hsm'
            ? [pointer('recovery', 'limits', 'hsmOperationsPerSecond'), pointer('recovery', 'hsmOperationsPerEnvironment')]
            : [];
  const known = rests.filter((input) => valueAt(estate, input) !== undefined);
  return { kind, name, startMs, endMs, ...(bytes === undefined ? {} : { bytes: bytes.mid }), ...(rate === undefined ? {} : { rate }), ...(isAction(kind) ? { measured: durations[kind].measured } : {}), inputs: places(known) };
}

/** Every scalar at or below the pointers that a file says, with its place. */
function below(estate: Estate): (inputs: readonly Pointer[]) => readonly InputPlace[] {
  const place = placeIn(estate);
  const scalars = (at: Pointer, value: unknown): Pointer[] => (typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => scalars(`${at}${pointer(key)}`, inner)) : value === undefined ? [] : [at]);
  return (inputs) => [...new Set(inputs.flatMap((input) => scalars(input, valueAt(estate, input))))].flatMap((input) => place(input) ?? []);
}
