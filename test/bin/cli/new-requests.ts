import { join } from 'node:path';
import type { Context } from '../../../bin/command.js';
import { estate } from './estates.js';
import { asOf, root } from './ndc.js';

/** Two more bodies without a request, one in one wave, one in two; and one that is gone. */
export const more = `  - {id: bo-y-te, name: {vi: Bộ Y tế, en: Ministry of Health}, level: central, kind: ministry, waves: [{wave: cloud, start: 2025-Q3, basis: {document: q, clause: III.2}}]}
  - {id: bo-xay-dung, name: {vi: Bộ Xây dựng, en: Ministry of Construction}, level: central, kind: ministry, waves: [{wave: relocation, start: 2025-Q2, basis: {document: q, clause: III.1}}, {wave: cloud, start: 2025-Q3, basis: {document: q, clause: III.2}}], succeeds: [{id: bo-giao-thong, on: 2025-03-01}]}
  - {id: bo-giao-thong, name: {vi: Bộ Giao thông, en: Ministry of Transport}, level: central, kind: ministry, dissolvedOn: 2025-03-01}
`;
export const place = (): string => estate({ 'catalogue/organisations.yaml': (text) => text + more });

export const flags: Readonly<Record<string, string>> = {
  '--name': 'Hồ sơ sức khỏe điện tử',
  '--system': 'ho-so-suc-khoe',
  '--security-level': '4',
  '--sharing': 'shared',
  '--importance': 'important',
  '--secrecy': 'none',
  '--personal-data': 'sensitive',
  '--size': 'm',
  '--accountable': 'Nguyễn Văn A',
  '--technical': 'Trần Thị B',
  '--mailbox': 'platform@byt.example',
};
export const without = (...left: readonly string[]): Record<string, string> => Object.fromEntries(Object.entries(flags).filter(([flag]) => !left.includes(flag)));
export const line = (sites: string, organisation: string, given: Readonly<Record<string, string>> = flags): string[] => ['tenant', 'new', organisation, ...Object.entries(given).flat(), '--sites', sites, ...asOf];
export const content = (text: string): string[] => text.split('\n').filter((one) => one.trim() !== '' && !one.trim().startsWith('#'));

export const context = (sites: string, lang: 'vi' | 'en' = 'vi'): Context => ({
  sites,
  home: join(sites, '.ndc'),
  root,
  lang,
  now: () => new Date('2026-11-01T00:00:00Z'),
  progress: () => undefined,
  warn: () => undefined,
  signal: new AbortController().signal,
  globals: { lose: [], delay: [], with: [], asOf: '2026-11-01' },
});
