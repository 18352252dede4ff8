import { approvalsNeeded } from './approval.js';
import { existing, standing } from './cross.js';
import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import { fences } from './kinds/disaster.js';
import type { Transition } from './kinds/ledger.js';
import type { Site } from './kinds/site.js';
import { lostSiteOf } from './losses.js';
import type { PathSegment } from './pointer.js';
import type { Text } from './text.js';
import { declared, type TypedFiles } from './typed-files.js';
import type { YamlFile } from './yaml-file.js';

const inconsistent = diagnosticKind<{ transition: string; what: Text }>({
  code: 'NDC-E050',
  message: {
    vi: ({ transition, what }) => `tuyên bố mất trung tâm "${transition}" không nhất quán: ${what.vi}.`,
    en: ({ transition, what }) => `the declaration "${transition}" contradicts itself: ${what.en}.`,
  },
  explanation: {
    vi: 'Một tuyên bố (transition: declare) nêu đúng một trung tâm (from: [site/…]), thời điểm, trường hợp và từng biện pháp cách ly. Mỗi trung tâm chỉ có một tuyên bố đang mở. Tuyên bố đã đủ hai chữ ký thì không hủy được (abandoned): đường về là ndc dr return. Lệnh ndc dr declare viết tệp này.',
    en: 'A declaration (transition: declare) names exactly one site (from: [site/…]), when, which case it is, and each fence. A site has one open declaration. One that two people signed cannot be abandoned: the way back is ndc dr return. ndc dr declare writes the file.',
  },
});

const secondOpen = diagnosticKind<{ transition: string; site: string; other: string }>({
  code: 'NDC-E051',
  message: {
    vi: ({ transition, site, other }) => `"${transition}" tuyên bố mất ${site}, nhưng tuyên bố "${other}" cho trung tâm đó đang mở. Hãy dùng tuyên bố đang mở, hoặc kết thúc nó bằng ndc dr return.`,
    en: ({ transition, site, other }) => `"${transition}" declares ${site} lost, but the declaration "${other}" of that site is open. Use the one that is open, or end it with ndc dr return.`,
  },
  explanation: {
    vi: 'Hai tuyên bố cùng mở cho một trung tâm sẽ cho hai câu trả lời về việc ai đang ghi dữ liệu.',
    en: 'Two open declarations of one site would give two answers to who writes its data.',
  },
});

export interface PlacedTransition {
  readonly value: Transition;
  readonly file: YamlFile;
}

/** What declarations of lost sites say and is not so. */
export function declarationProblems(files: TypedFiles): Diagnostic[] {
  const transitions = files.of<Transition>('Transition');
  // One that has the steps of an offboarding is told so, and nothing else.
  const of = transitions.filter(({ value }) => value.declaration !== undefined || (value.transition === 'declare' && value.offboarding === undefined));
  return [...of.flatMap((placed) => contradictions(placed, transitions)), ...of.flatMap((placed) => unknownSite(files, placed)), ...opensTwice(of)];
}

const at = ({ value, file }: PlacedTransition, path: readonly PathSegment[], vi: string, en: string): Diagnostic => diagnose(inconsistent, standing({ file, path: [...path] }), { transition: shown(value.id), what: { vi, en } });

function contradictions(placed: PlacedTransition, all: readonly PlacedTransition[]): Diagnostic[] {
  const { transition, declaration, to, state, approvals, id } = placed.value;
  if (transition !== 'declare') return [at(placed, ['transition'], `khối declaration chỉ thuộc loại declare, không phải ${transition}`, `the block declaration belongs to a declare, not to a ${transition}`)];
  const found: Diagnostic[] = [];
  const report = (path: readonly PathSegment[], vi: string, en: string): void => void found.push(at(placed, path, vi, en));
  if (lostSiteOf(placed.value) === undefined) report(['from'], 'from phải nêu đúng một trung tâm, ví dụ [site/ndc-01]', 'from must name exactly one site, such as [site/ndc-01]');
  if (to.length > 0) report(['to'], 'to phải để trống: ai chạy thay thì suy ra từ phiếu', 'to must be empty: who runs instead follows from the requests');
  if (declaration === undefined) {
    report(['transition'], 'thiếu khối declaration', 'the block declaration is missing');
    return found;
  }
  if (declaration.case === 'dead' && declaration.siteAnswers === true) report(['declaration', 'case'], 'trường hợp dead, nhưng trung tâm có trả lời', 'the case is dead, and the site answers');
  declaration.fences.forEach(({ fence, state: is, by, evidence, at: when }, index) => {
    const path = ['declaration', 'fences', index];
    if (declaration.fences.findIndex((one) => one.fence === fence) !== index) report(path, `${fence} được nêu hai lần`, `${fence} is listed twice`);
    if (is !== 'unproven' && by === undefined) report(path, `${fence} là ${is} mà không nêu ai xác nhận (by)`, `${fence} is ${is} and nobody is named (by)`);
    if (is !== 'unproven' && when === undefined) report(path, `${fence} là ${is} mà không nêu từ khi nào (at)`, `${fence} is ${is} and no instant is named (at)`);
    if (is === 'proven' && evidence === undefined) report(path, `${fence} là proven mà không nêu bằng chứng (evidence)`, `${fence} is proven and no evidence is named`);
  });
  const restored = new Set<string>();
  declaration.restores?.forEach(({ to: site, environments }, index) => {
    if (site === lostSiteOf(placed.value)) report(['declaration', 'restores', index, 'to'], `khôi phục vào chính ${site}, trung tâm bị mất`, `it restores into ${site} itself, the lost site`);
    environments.forEach((name, place) => {
      if (restored.has(name)) report(['declaration', 'restores', index, 'environments', place], `${shown(name)} được nêu hai lần`, `${shown(name)} is listed twice`);
      restored.add(name);
    });
  });
  const missing = fences.filter((name) => !declaration.fences.some(({ fence }) => fence === name));
  if (missing.length > 0) report(['declaration', 'fences'], `chưa nói gì về ${missing.join(', ')}; ghi unproven nếu chưa biết`, `nothing is said of ${missing.join(', ')}; write unproven where nobody knows`);
  if (state === 'abandoned' && approvals.length >= approvalsNeeded) report(['state'], 'đã có hai chữ ký thì không hủy được: dữ liệu mới nằm ở trung tâm còn lại, hãy dùng ndc dr return', 'two people signed it, so it cannot be abandoned: the newest data are at the survivors, use ndc dr return');
  const returned = all.some(({ value }) => value.transition === 'return' && value.state === 'done' && value.return?.declaration === id);
  if (state === 'done' && !returned) report(['state'], 'state: done cần một thủ tục return đã xong', 'state: done needs a return that is done');
  if (state !== 'done' && returned) report(['state'], 'thủ tục return đã xong thì tuyên bố cũng phải done', 'its return is done, so the declaration is done too');
  return found;
}

function unknownSite(files: TypedFiles, { value, file }: PlacedTransition): Diagnostic[] {
  const site = lostSiteOf(value);
  if (site === undefined || (value.state !== 'draft' && value.state !== 'open')) return [];
  const restores = (value.declaration?.restores ?? []).map(({ to }, index) => declared(file, ['declaration', 'restores', index, 'to'], to));
  const atStandby = (value.declaration?.restoresAtStandby ?? []).map(({ to }, index) => declared(file, ['declaration', 'restoresAtStandby', index, 'to'], to));
  return existing({ vi: 'trung tâm dữ liệu', en: 'site' }, [declared(file, ['from', 0], site), ...restores, ...atStandby], files.of<Site>('Site').map(({ value: { id } }) => id));
}

function opensTwice(of: readonly PlacedTransition[]): Diagnostic[] {
  const first = new Map<string, string>();
  return of.flatMap(({ value, file }) => {
    const site = lostSiteOf(value);
    if (value.transition !== 'declare' || site === undefined || (value.state !== 'open' && value.state !== 'draft')) return [];
    const other = first.get(site);
    if (other === undefined) return (first.set(site, value.id), []);
    return [diagnose(secondOpen, standing({ file, path: ['from', 0] }), { transition: shown(value.id), site: shown(site), other: shown(other) })];
  });
}
