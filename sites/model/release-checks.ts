import { existing, standing } from './cross.js';
import type { PlacedTransition } from './declaration-checks.js';
import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import { dayInVietNam } from './calendar.js';
import type { Transition } from './kinds/ledger.js';
import type { Site } from './kinds/site.js';
import { lostSiteOf } from './losses.js';
import type { PathSegment } from './pointer.js';
import { latestRelease, longestRelease } from './releases.js';
import type { Text } from './text.js';
import { declared, type TypedFiles } from './typed-files.js';

const inconsistent = diagnosticKind<{ transition: string; what: Text }>({
  code: 'NDC-E053',
  message: {
    vi: ({ transition, what }) => `lệnh cho phép tại chỗ "${transition}" không nhất quán: ${what.vi}.`,
    en: ({ transition, what }) => `the release "${transition}" contradicts itself: ${what.en}.`,
  },
  explanation: {
    vi: `Lệnh cho phép tại chỗ (transition: release) nêu đúng một trung tâm (from: [site/…]), lý do và ngày hết hạn, không quá ${longestRelease} ngày từ lúc viết. Hai người ký thì trung tâm đó được phục vụ dù không đọc được trung tâm nào khác. Lệnh ndc site release viết tệp này.`,
    en: `A release (transition: release) names exactly one site (from: [site/…]), why, and its last day, no more than ${longestRelease} days after it was written. Once two people signed it that site may serve although no other one can be read. ndc site release writes the file.`,
  },
});

/** What local overrides say and is not so. */
export function releaseProblems(files: TypedFiles): Diagnostic[] {
  const releases = files.of<Transition>('Transition').filter(({ value }) => value.transition === 'release' || value.release !== undefined);
  const sites = files.of<Site>('Site').map(({ value: { id } }) => id);
  return releases.flatMap((placed) => [...contradictions(placed), ...unknownSite(placed, sites)]);
}

function contradictions({ value: { id, transition, release, from, to }, file }: PlacedTransition): Diagnostic[] {
  const at = (path: readonly PathSegment[], vi: string, en: string): Diagnostic => diagnose(inconsistent, standing({ file, path: [...path] }), { transition: shown(id), what: { vi, en } });
  if (transition !== 'release') return [at(['transition'], `khối release chỉ thuộc loại release, không phải ${transition}`, `the block release belongs to a release, not to a ${transition}`)];
  if (release === undefined) return [at(['transition'], 'thiếu khối release', 'the block release is missing')];
  const written = dayInVietNam(new Date(release.at));
  const latest = latestRelease(release.at);
  return [
    ...(lostSiteOf({ from }) === undefined ? [at(['from'], 'from phải nêu đúng một trung tâm, ví dụ [site/ndc-01]', 'from must name exactly one site, such as [site/ndc-01]')] : []),
    ...(to.length > 0 ? [at(['to'], 'to phải để trống', 'to must be empty')] : []),
    ...(release.until < written || release.until > latest ? [at(['release', 'until'], `until là ${release.until}; cần một ngày từ ${written} đến ${latest}`, `until is ${release.until}; expected a day from ${written} to ${latest}`)] : []),
  ];
}

function unknownSite({ value, file }: PlacedTransition, sites: readonly string[]): Diagnostic[] {
  const site = lostSiteOf(value);
  if (site === undefined || (value.state !== 'draft' && value.state !== 'open')) return [];
  return existing({ vi: 'trung tâm dữ liệu', en: 'site' }, [declared(file, ['from', 0], site)], sites);
}
