import { readDay } from './calendar.js';
import { existing, standing, uniqueIds } from './cross.js';
import { nouns } from './cross-checks.js';
import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import type { BreakGlassMeans } from './kinds/break-glass.js';
import type { Site } from './kinds/site.js';
import { declared, type TypedFiles } from './typed-files.js';

export const drilledBefore = diagnosticKind<{ id: string; since: string; drilled: string }>({
  code: 'NDC-E065',
  message: {
    vi: ({ id, since, drilled }) => `phương án khẩn cấp "${id}": diễn tập ngày ${readDay(drilled)}, ${since === '' ? 'trong khi chưa có (không ghi since)' : `trước ngày có nó, ${readDay(since)}`}. Hãy kiểm tra lại các ngày.`,
    en: ({ id, since, drilled }) => `break-glass "${id}": drilled on ${drilled}, ${since === '' ? 'and not there yet (no since)' : `before it was there, ${since}`}. Check the dates.`,
  },
  explanation: {
    vi: 'Phong bì PIN, kubeconfig ngoại tuyến, khóa phục hồi và bản sao kho mã được đặt vào nơi cất một ngày (since), rồi mới diễn tập được (drilled). Thứ chưa có thì chưa ai diễn tập.',
    en: 'A sealed PIN, an offline kubeconfig, recovery keys and a copy of the repository are put into their place on a day (since), and can be drilled (drilled) only after that. Nobody drilled what is not there.',
  },
});

const noun = { vi: 'phương án khẩn cấp', en: 'break-glass' };

/** Ids used twice. */
export const breakGlassDuplicates = (files: TypedFiles): Diagnostic[] => uniqueIds(noun, files.items<BreakGlassMeans>('BreakGlass', 'means').map(({ item, file, path }) => declared(file, [...path, 'id'], item.id)));

/** Sites that are none, and drills of what is not there. Whether a drill is overdue is no mistake of writing. */
export function breakGlassProblems(files: TypedFiles): Diagnostic[] {
  const sites = files.of<Site>('Site').map(({ value }) => value.id);
  return files.items<BreakGlassMeans>('BreakGlass', 'means').flatMap(({ item: { id, site, since, drilled }, file, path }) => [
    ...existing(nouns.site, [declared(file, [...path, 'site'], site)], sites),
    ...(drilled === undefined || (since !== undefined && since <= drilled) ? [] : [diagnose(drilledBefore, standing({ file, path: [...path, 'drilled'] }), { id: shown(id), since: since ?? '', drilled })]),
  ]);
}
