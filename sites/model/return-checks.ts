import { standing } from './cross.js';
import type { PlacedTransition } from './declaration-checks.js';
import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import { returnSteps } from './kinds/disaster.js';
import type { Transition } from './kinds/ledger.js';
import { lastStep, lostSiteOf } from './losses.js';
import type { PathSegment } from './pointer.js';
import type { Text } from './text.js';
import type { TypedFiles } from './typed-files.js';

const inconsistent = diagnosticKind<{ transition: string; what: Text }>({
  code: 'NDC-E052',
  message: {
    vi: ({ transition, what }) => `thủ tục đưa trung tâm trở lại "${transition}" không nhất quán: ${what.vi}.`,
    en: ({ transition, what }) => `the return "${transition}" contradicts itself: ${what.en}.`,
  },
  explanation: {
    vi: 'Đường về (transition: return) thuộc một tuyên bố đang mở và đi đúng thứ tự: fence (cách ly), reclone (dựng lại bản sao), verify (so mã băm), demote (bên đang chạy ngừng ghi), token (lấy mã thăng cấp), promote (trung tâm ghi lại). Mỗi bước có thời điểm, không bước nào sớm hơn bước trước. Dòng dữ liệu chỉ trung tâm cũ có được liệt kê và giữ lại. Lệnh ndc dr return ghi từng bước.',
    en: 'A way back (transition: return) belongs to an open declaration and goes in this order: fence, reclone, verify (hashes compared), demote (the survivor stops writing), token (its promotion token), promote (the site writes again). Each step has its instant, none earlier than the one before. Rows that only the old site has are listed and kept. ndc dr return writes the steps.',
  },
});

const at = ({ value, file }: PlacedTransition, path: readonly PathSegment[], vi: string, en: string): Diagnostic => diagnose(inconsistent, standing({ file, path: [...path] }), { transition: shown(value.id), what: { vi, en } });

/** What ways back say and is not so. */
export function returnProblems(files: TypedFiles): Diagnostic[] {
  const transitions = files.of<Transition>('Transition');
  const returns = transitions.filter(({ value }) => value.transition === 'return' || value.return !== undefined);
  return returns.flatMap((placed) => [...belonging(placed, transitions), ...order(placed), ...content(placed)]);
}

function belonging(placed: PlacedTransition, all: readonly PlacedTransition[]): Diagnostic[] {
  const { transition, return: back, to, state, id } = placed.value;
  if (transition !== 'return') return [at(placed, ['transition'], `khối return chỉ thuộc loại return, không phải ${transition}`, `the block return belongs to a return, not to a ${transition}`)];
  if (back === undefined) return [at(placed, ['transition'], 'thiếu khối return', 'the block return is missing')];
  const found: Diagnostic[] = [];
  const report = (path: readonly PathSegment[], vi: string, en: string): void => void found.push(at(placed, path, vi, en));
  const site = lostSiteOf(placed.value);
  if (site === undefined) report(['from'], 'from phải nêu đúng một trung tâm, ví dụ [site/ndc-01]', 'from must name exactly one site, such as [site/ndc-01]');
  if (to.length > 0) report(['to'], 'to phải để trống', 'to must be empty');
  if (state === 'abandoned') {
    if (back.demote !== undefined) report(['state'], 'bên đang chạy đã ngừng ghi (demote) thì không hủy được', 'the survivor has stopped writing (demote), so it cannot be abandoned');
    return found;
  }
  const declaration = all.find(({ value }) => value.id === back.declaration && value.transition === 'declare')?.value;
  if (declaration === undefined) report(['return', 'declaration'], `không có tuyên bố "${shown(back.declaration)}": không trở lại từ một sự cố chưa tuyên bố`, `there is no declaration "${shown(back.declaration)}": nothing returns from a loss nobody declared`);
  else if (site !== undefined && lostSiteOf(declaration) !== site) report(['return', 'declaration'], `"${shown(back.declaration)}" không nêu ${shown(site)}`, `"${shown(back.declaration)}" is not of ${shown(site)}`);
  else if (state === 'open' && declaration.state !== 'open') report(['state'], `tuyên bố "${shown(back.declaration)}" đang ở trạng thái ${declaration.state}`, `the declaration "${shown(back.declaration)}" is ${declaration.state}`);
  else if (declaration.declaration !== undefined && returnSteps.some((step) => (back[step]?.at ?? declaration.declaration?.at ?? '') < (declaration.declaration?.at ?? ''))) report(['return'], 'một bước sớm hơn lúc tuyên bố mất trung tâm', 'a step is earlier than the declaration');
  if (state === 'done' && back.promote === undefined) report(['state'], 'state: done cần bước promote', 'state: done needs the step promote');
  const other = all.find(({ value }) => value.id !== id && value.id < id && value.transition === 'return' && value.state !== 'abandoned' && value.return?.declaration === back.declaration);
  if (other !== undefined) report(['return', 'declaration'], `"${shown(other.value.id)}" đã là đường về của tuyên bố này`, `"${shown(other.value.id)}" is the way back of this declaration already`);
  return found;
}

function order(placed: PlacedTransition): Diagnostic[] {
  const { return: back } = placed.value;
  if (back === undefined) return [];
  const last = lastStep(back);
  if (last === undefined) return [];
  const until = returnSteps.slice(0, returnSteps.indexOf(last) + 1);
  return until.flatMap((step, index) => {
    const before = until[index - 1];
    const [here, earlier] = [back[step], before === undefined ? undefined : back[before]];
    if (here === undefined) return [at(placed, ['return'], `có bước ${last} mà chưa có bước ${step}`, `there is the step ${last} without the step ${step}`)];
    return earlier !== undefined && here.at < earlier.at ? [at(placed, ['return', step], `bước ${step} (${here.at}) sớm hơn bước ${before ?? ''} (${earlier.at})`, `the step ${step} (${here.at}) is earlier than ${before ?? ''} (${earlier.at})`)] : [];
  });
}

function content(placed: PlacedTransition): Diagnostic[] {
  const { reclone, verify, demote } = placed.value.return ?? {};
  const found: Diagnostic[] = [];
  const report = (path: readonly PathSegment[], vi: string, en: string): void => void found.push(at(placed, ['return', ...path], vi, en));
  if (reclone !== undefined) {
    if (reclone.how === 'rewind' && reclone.proof === undefined) report(['reclone'], 'rewind cần nêu vì sao chắc chắn làm được (proof); không chắc thì re-clone', 'a rewind needs its proof; where there is none, re-clone');
    if ((reclone.diverged === undefined) === (reclone.nothingDiverged !== true)) report(['reclone'], 'phải nêu danh sách dòng lệch (diverged), hoặc nothingDiverged: true, đúng một trong hai', 'either the list of diverged rows (diverged) or nothingDiverged: true, exactly one of the two');
  }
  if (verify?.equal === false && demote !== undefined) report(['demote'], 'mã băm hai bên khác nhau: không chuyển về một bản sao sai', 'the hashes differ: nothing is handed to a copy that is wrong');
  return found;
}
