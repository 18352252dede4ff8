import { existing, standing } from './cross.js';
import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import type { Transition } from './kinds/ledger.js';
import type { Site } from './kinds/site.js';
import type { TenancyRequest } from './kinds/tenancy-request.js';
import { isTenants, offboardingSteps, stepsTaken, takenFor } from './offboarding.js';
import type { PathSegment } from './pointer.js';
import type { Text } from './text.js';
import { declared, type TypedFiles } from './typed-files.js';
import type { YamlFile } from './yaml-file.js';

const inconsistent = diagnosticKind<{ transition: string; what: Text }>({
  code: 'NDC-E035',
  message: {
    vi: ({ transition, what }) => `thủ tục ngừng sử dụng "${transition}" không nhất quán: ${what.vi}.`,
    en: ({ transition, what }) => `the offboarding "${transition}" contradicts itself: ${what.en}.`,
  },
  explanation: {
    vi: 'Ngừng sử dụng đi theo thứ tự: cordon (khóa hạn mức ở mức đang dùng), export (xuất dữ liệu), retention (lưu giữ đến một ngày), released (gỡ khỏi phiếu khi hai người đã ký), tombstone (đã thấy cụm không còn). Mỗi bước có ngày, không bước nào sớm hơn bước trước. Lệnh ndc tenant offboard ghi từng bước; tệp sửa tay phải giữ đúng thứ tự đó.',
    en: 'Giving something up goes in this order: cordon (the quota cut to current use), export, retention (kept until a day), released (out of the request, once two people signed), tombstone (the clusters were seen without it). Each step has its day, none earlier than the one before. ndc tenant offboard writes the steps; a file edited by hand keeps that order.',
  },
});

const taken = diagnosticKind<{ name: string; transition: string }>({
  code: 'NDC-E036',
  message: {
    vi: ({ name, transition }) => `"${name}" đã ngừng sử dụng theo thủ tục "${transition}" và id đó không bao giờ dùng lại. Hãy chọn id khác.`,
    en: ({ name, transition }) => `"${name}" was given up in the transition "${transition}", and its id is never used again. Choose another id.`,
  },
  explanation: {
    vi: 'Tệp thủ tục ngừng sử dụng là bia mộ: nó giữ id của hệ thống và môi trường đã gỡ. Một id dùng lại sẽ làm bản sao lưu, nhật ký và phê duyệt cũ trỏ sang một hệ thống khác.',
    en: 'The file of an offboarding is a tombstone: it keeps the ids of the systems and environments that are gone. An id used again would make old backups, logs and approvals speak of another system.',
  },
});

interface Placed {
  readonly value: Transition;
  readonly file: YamlFile;
}

/** What offboardings say and is not so, and ids that they keep taken. */
export function offboardingProblems(files: TypedFiles): Diagnostic[] {
  const transitions = files.of<Transition>('Transition');
  const staged = transitions.filter(({ value }) => value.offboarding !== undefined || value.released !== undefined || value.tombstone !== undefined);
  return [...staged.flatMap(contradictions), ...staged.flatMap((placed) => dangling(files, placed)), ...twiceCordoned(staged), ...reused(files, transitions)];
}

const at = ({ value, file }: Placed, path: readonly PathSegment[], vi: string, en: string): Diagnostic => diagnose(inconsistent, standing({ file, path: [...path] }), { transition: shown(value.id), what: { vi, en } });

function contradictions(placed: Placed): Diagnostic[] {
  const { value } = placed;
  const { offboarding, released, tombstone, state } = value;
  if (value.transition !== 'offboard') return [at(placed, ['transition'], `các bước này chỉ thuộc loại offboard, không phải ${value.transition}`, `these steps belong to an offboarding, not to a ${value.transition}`)];
  const found: Diagnostic[] = [];
  const steps = stepsTaken(value);
  steps.forEach(({ step, on }, index) => {
    const due = offboardingSteps[index];
    const before = steps[index - 1];
    if (step !== due) found.push(at(placed, ['transition'], `có bước ${step} mà chưa có bước ${due ?? ''}`, `there is the step ${step} without the step ${due ?? ''}`));
    else if (before !== undefined && on < before.on) found.push(at(placed, ['transition'], `bước ${step} ngày ${on} sớm hơn bước ${before.step} ngày ${before.on}`, `the step ${step} on ${on} is earlier than ${before.step} on ${before.on}`));
  });
  const until = offboarding?.retention?.until;
  if (offboarding?.retention !== undefined && until !== undefined && until < offboarding.retention.on) found.push(at(placed, ['offboarding', 'retention', 'until'], `ngày giữ cuối cùng ${until} trước ngày ghi bước này`, `the last day of retention, ${until}, is before the day of the step`));
  if (released !== undefined && until !== undefined && released <= until) found.push(at(placed, ['released'], `gỡ khỏi phiếu ngày ${released} khi còn lưu giữ đến hết ${until}`, `released on ${released}, while everything is kept until the end of ${until}`));
  if ((state === 'done') !== (tombstone !== undefined)) found.push(at(placed, ['state'], 'state: done đi cùng tombstone, không thể chỉ có một', 'state: done and tombstone go together'));
  if (state === 'abandoned' && released !== undefined) found.push(at(placed, ['state'], 'đã gỡ khỏi phiếu thì không bỏ dở được', 'what was released cannot be abandoned'));
  return found;
}

function dangling(files: TypedFiles, placed: Placed): Diagnostic[] {
  const { value, file } = placed;
  const limits = value.offboarding?.cordon.limits ?? [];
  const path = (index: number, key: string): PathSegment[] => ['offboarding', 'cordon', 'limits', index, key];
  const sites = existing({ vi: 'trung tâm dữ liệu', en: 'site' }, limits.map(({ site }, index) => declared(file, path(index, 'site'), site)), files.of<Site>('Site').map(({ value: { id } }) => id));
  const organisation = value.offboarding?.organisation;
  const unnamed = value.from.filter((name) => !isTenants(name));
  const seen = new Set<string>();
  const repeated = limits.flatMap(({ namespace, site }, index) => {
    const key = `${namespace} ${site}`;
    if (!seen.has(key)) return (seen.add(key), []);
    return [at(placed, path(index, 'namespace'), `${namespace} ở ${site} được nêu hai lần`, `${namespace} at ${site} is listed twice`)];
  });
  const beyond = limits.flatMap(({ namespace }, index) =>
    value.from.some((name) => name === `environment/${namespace}` || name === `organisation/${organisation ?? ''}` || (name.startsWith('system/') && namespace.startsWith(`${name.slice('system/'.length)}-`)))
      ? []
      : [at(placed, path(index, 'namespace'), `${namespace} không thuộc đối tượng nào trong from`, `${namespace} belongs to nothing that from names`)],
  );
  return [...sites, ...repeated, ...beyond, ...elsewhere(files, placed), ...(unnamed.length === 0 ? [] : [at(placed, ['from'], `các bước chỉ dành cho cơ quan, hệ thống, môi trường, không cho ${shown(unnamed.join(', '))}`, `the steps are for organisations, systems and environments, not for ${shown(unnamed.join(', '))}`)])];
}

/** Environments that stand in another body's request by now: a hand-over in between would leave the wrong stack to let them go. */
function elsewhere(files: TypedFiles, placed: Placed): Diagnostic[] {
  const { offboarding, released, state } = placed.value;
  if (offboarding === undefined || released !== undefined || state !== 'open') return [];
  const { organisation, cordon } = offboarding;
  const owners = new Map<string, string>(files.of<TenancyRequest>('TenancyRequest').flatMap(({ value }) => value.systems.flatMap(({ id, environments }) => environments.map(({ name }) => [`${id}-${name}`, value.organisation] as const))));
  return [...new Set(cordon.limits.map(({ namespace }) => namespace))].flatMap((namespace) => {
    const owner = owners.get(namespace);
    if (owner === undefined || owner === organisation) return [];
    return [at(placed, ['offboarding', 'organisation'], `${namespace} nay thuộc ${owner}, không phải ${organisation}; hãy đặt state: abandoned và bắt đầu lại`, `${namespace} belongs to ${owner} now, not to ${organisation}; set state: abandoned and begin again`)];
  });
}

function twiceCordoned(staged: readonly Placed[]): Diagnostic[] {
  const by = new Map<string, string>();
  return staged.flatMap((placed) => {
    const { value } = placed;
    if (value.state === 'abandoned') return [];
    return [...new Set((value.offboarding?.cordon.limits ?? []).map(({ namespace }) => namespace))].flatMap((namespace) => {
      const other = by.get(namespace);
      by.set(namespace, value.id);
      return other === undefined ? [] : [at(placed, ['from'], `${namespace} đã nằm trong thủ tục ${other}`, `${namespace} is in the transition ${other} already`)];
    });
  });
}

function reused(files: TypedFiles, transitions: readonly Placed[]): Diagnostic[] {
  const by = new Map(transitions.flatMap(({ value }) => takenFor(value).map((name) => [name, value.id] as const)));
  if (by.size === 0) return [];
  const report = (file: YamlFile, path: readonly PathSegment[], name: string): Diagnostic[] => {
    const transition = by.get(name);
    return transition === undefined ? [] : [diagnose(taken, standing({ file, path: [...path] }), { name: shown(name), transition: shown(transition) })];
  };
  return files.of<TenancyRequest>('TenancyRequest').flatMap(({ value, file }) =>
    value.systems.flatMap((system, index) => {
      const whole = report(file, ['systems', index, 'id'], `system/${system.id}`);
      return whole.length > 0 ? whole : system.environments.flatMap(({ name }, place) => report(file, ['systems', index, 'environments', place, 'name'], `environment/${system.id}-${name}`));
    }),
  );
}
