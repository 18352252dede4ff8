import { z } from 'zod';
import type { Text } from '../text.js';
import { dayOnly, expecting, head, id, positive, prose } from './scalars.js';

/** What opens a site when nothing that usually opens it is there. */
export const breakGlassKinds = ['pin-envelope', 'kubeconfig', 'recovery-keys', 'repository-copy'] as const;
export type BreakGlassKind = (typeof breakGlassKinds)[number];

/** As a person calls each of them, in a list and in a runbook alike. */
export const breakGlassNames: Readonly<Record<BreakGlassKind, Text>> = {
  'pin-envelope': { vi: 'PIN niêm phong của HSM', en: 'sealed PIN of the HSM' },
  kubeconfig: { vi: 'kubeconfig ngoại tuyến', en: 'offline kubeconfig' },
  'recovery-keys': { vi: 'khóa phục hồi kho bí mật', en: 'recovery keys of the secret store' },
  'repository-copy': { vi: 'bản sao kho mã và bộ công cụ', en: 'copy of the repository and the toolkit' },
};

const means = z.strictObject({
  id: id(),
  site: id(32),
  what: z.enum(breakGlassKinds),
  /** Where it lies, as whoever has to fetch it finds it. A place, never what is in it. */
  place: prose(200),
  /** Roles, not people, and how many of them together. */
  opens: z
    .strictObject({ roles: z.array(prose(120)).min(1).max(40), needed: positive(40) })
    .refine(({ roles, needed }) => needed <= roles.length)
    .meta(expecting('roles có ít nhất một vai trò được mở, và needed không quá số vai trò đó', 'roles with one at least who may open it, and a needed of at most as many')),
  /** Day since which it is there; absent while it is planned only. */
  since: dayOnly().optional(),
  /** Day it was opened in a drill last. @default - never */
  drilled: dayOnly().optional(),
  /** Days within which it is drilled again. */
  everyDays: positive(1100),
});

/** One file for all sites: copies lie outside the sites they open, and whoever keeps them looks at all of them at once. */
export const breakGlassSchema = z.strictObject({ ...head('BreakGlass'), means: z.array(means).max(500) });
export type BreakGlass = z.output<typeof breakGlassSchema>;
export type BreakGlassMeans = BreakGlass['means'][number];
