import { progressSteps, stepNames } from '../../../sites/tenancy/progress.js';
import type { TenantProgressData } from '../../tenant-progress-data.js';
import { date, figure, painter, safe, say, table, wrap, type View } from '../view.js';

const states = {
  done: { vi: 'đã ghi nhận', en: 'on record' },
  open: { vi: 'chưa tới hạn', en: 'not due yet' },
  overdue: { vi: 'quá hạn, chưa ghi nhận', en: 'overdue, nothing on record' },
} as const;

type Step = TenantProgressData['steps'][number];

/** Each body with how far its systems are; of one body alone, every step with its day and basis. */
export function text(data: TenantProgressData, view: View): string {
  const vi = view.lang === 'vi';
  const registered = data.organisations.filter((one) => one.registered).length;
  const lines = [
    painter(view).bold(vi ? `Tiến độ, tính đến ${date(view, data.asOf)}` : `Progress, as of ${date(view, data.asOf)}`),
    ...(data.dissolved === undefined ? [] : [wrap(`  ${dissolvedText(data.dissolved, view)}`, view.columns, '  ')]),
    ...(data.dissolved !== undefined || data.organisations.length === 1
      ? data.organisations.flatMap(({ organisation, name }) => [`  ${safe(say(view, name))} (${safe(organisation)})`, detail(data.steps.filter((step) => step.organisation === organisation), view)])
      : [`  ${vi ? `${figure(view, registered)}/${figure(view, data.organisations.length)} cơ quan đã đăng ký` : `${figure(view, registered)} of ${figure(view, data.organisations.length)} bodies have registered`}`, overview(data, view)]),
    wrap(vi ? '  "quá hạn": ngày đã qua mà chưa ghi nhận văn bản nào; điều đó không chứng minh là chưa làm. Cách viết a/b: đã ghi nhận trên tổng số; dấu ! là số quá hạn.' : '  "overdue": the day has passed and no document is on record, which is no proof that nothing was done. a/b: on record of all; behind !, how many are overdue.', view.columns, '  '),
  ];
  return `${lines.join('\n')}\n`;
}

function dissolvedText({ organisation, name, on, successors }: NonNullable<TenantProgressData['dissolved']>, view: View): string {
  const vi = view.lang === 'vi';
  const who = `${safe(say(view, name))} (${safe(organisation)})`;
  const when = date(view, on);
  if (successors.length === 0) return vi ? `${who} đã giải thể từ ${when}; danh mục chưa nêu cơ quan kế tục (succeeds), và chưa phiếu nào có hệ thống lấy từ đó (origin).` : `${who} was dissolved on ${when}; the catalogue names no successor (succeeds), and no request has a system that comes from it (origin).`;
  const names = successors.map(safe).join(', ');
  return vi ? `${who} đã giải thể từ ${when}; kế tục: ${names}. Dưới đây là tiến độ của cơ quan kế tục.` : `${who} was dissolved on ${when}; carried on by ${names}, whose progress follows.`;
}

function overview({ organisations, steps }: TenantProgressData, view: View): string {
  const vi = view.lang === 'vi';
  const cell = (organisation: string, step: Step['step']): string => {
    const of = steps.filter((one) => one.organisation === organisation && one.step === step);
    if (of.length === 0) return '–';
    const late = of.filter(({ state }) => state === 'overdue').length;
    return `${figure(view, of.filter(({ state }) => state === 'done').length)}/${figure(view, of.length)}${late === 0 ? '' : painter(view).red(` !${figure(view, late)}`)}`;
  };
  return table(
    view,
    [{ title: vi ? 'cơ quan' : 'body' }, { title: vi ? 'đăng ký' : 'registered' }, ...progressSteps.slice(1).map((step) => ({ title: short[step][view.lang], align: 'right' as const }))],
    organisations.map(({ organisation, registered }) => [
      safe(organisation),
      registered ? (vi ? 'rồi' : 'yes') : steps.some((one) => one.organisation === organisation && one.state === 'overdue') ? painter(view).red(vi ? 'chưa, quá hạn' : 'no, overdue') : vi ? 'chưa' : 'no',
      ...progressSteps.slice(1).map((step) => (registered ? cell(organisation, step) : '')),
    ]),
  );
}

/** For a narrow column. */
const short: Readonly<Record<Step['step'], { readonly vi: string; readonly en: string }>> = {
  ...stepNames,
  agreement: { vi: 'thống nhất', en: 'agreed' },
  'security-plan': { vi: 'an ninh', en: 'security' },
  synchronisation: { vi: 'đồng bộ', en: 'sync' },
};

function detail(steps: readonly Step[], view: View): string {
  const vi = view.lang === 'vi';
  return table(
    view,
    [{ title: vi ? 'hệ thống' : 'system' }, { title: vi ? 'bước' : 'step' }, { title: vi ? 'hạn' : 'due' }, { title: vi ? 'tình trạng' : 'state' }, { title: vi ? 'căn cứ' : 'basis' }],
    steps.map(({ system, step, state, due, basis, record }) => [
      system === undefined ? '–' : safe(system),
      say(view, stepNames[step]),
      due === undefined ? '–' : date(view, due),
      `${state === 'overdue' ? painter(view).red(say(view, states[state])) : say(view, states[state])}${record === undefined ? '' : ` (${safe(record.document)}, ${date(view, record.on)})`}`,
      safe(basis),
    ]),
  );
}

/** One row for each step, for those who report it, in their language; days and ids stay as they are written everywhere. */
export const csv = ({ organisations, steps }: TenantProgressData, view: View): readonly (readonly string[])[] => {
  const names = new Map(organisations.map(({ organisation, name }) => [organisation, say(view, name)]));
  const vi = view.lang === 'vi';
  return [
    vi ? ['mã cơ quan', 'cơ quan', 'hệ thống', 'bước', 'tình trạng', 'hạn', 'căn cứ', 'văn bản', 'ngày'] : ['organisation', 'name', 'system', 'step', 'state', 'due', 'basis', 'document', 'on'],
    ...steps.map(({ organisation, system = '', step, state, due = '', basis, record }) => [organisation, names.get(organisation) ?? '', system, vi ? stepNames[step].vi : step, vi ? states[state].vi : state, due, basis, record?.document ?? '', record?.on ?? '']),
  ];
};
