import { sep } from 'node:path';
import { writeFailure } from '../files.js';
import { shownPath } from '../shown-path.js';
import { hasErrorCode, isDiskFull } from './errno.js';
import { SandboxFailure, sandboxNamed, type Words } from './failure.js';
import type { SandboxLayout } from './layout.js';

/** What is free before a site starts should be more: etcd alone takes two log segments of 64 MB in advance. */
const MEGABYTES_PER_SITE = 250;

/** The failure of whatever found no more room for files in `folder`. */
export function diskFull(place: Words, folder: string): SandboxFailure {
  const shown = shownPath(folder);
  const needed = String(MEGABYTES_PER_SITE);
  return new SandboxFailure('sandbox/disk-full', {
    place,
    found: { vi: `đĩa chứa ${shown} đã đầy`, en: `the disk of ${shown} is full` },
    expected: { vi: `khoảng ${needed} MB còn trống cho mỗi trung tâm`, en: `about ${needed} MB free for each site` },
    remedy: {
      vi: 'Hãy giải phóng dung lượng, hoặc chạy trong một thư mục trên đĩa khác.',
      en: 'Free some space, or run in a folder on another disk.',
    },
  });
}

/**
 * What an error means whose cause is that files of a sandbox cannot be written; any other error as it is. It names the
 * project's folder, not which of its files was the first to be refused.
 */
export function diskTrouble(layout: SandboxLayout, error: unknown): unknown {
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : layout.home;
  const below = path.startsWith(`${layout.home}${sep}`) ? layout.home : path;
  if (below === layout.home && isDiskFull(error)) {
    return diskFull(sandboxNamed(layout.name), below);
  }
  return isDiskFull(error) || hasErrorCode(error, 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST') ? writeFailure(below, error) : error;
}
