import { describe, expect, it } from 'vitest';
import { encrypt, estate } from './estates.js';
import { asOf, expectNoTrace, ndc } from './ndc.js';

const hostile = '"\\u202eđỏ\\nKHÔNG CÓ GÌ PHẢI MUA"';
const renamed = (text: string): string => text.replace(/^name:(?: \{.*\}|\n {2}vi: .*\n {2}en: .*)$/m, `name: {vi: ${hostile}, en: ${hostile}}`);

const lines = [
  'check', 'site list', 'site show ndc-01', 'capacity headroom', 'capacity storage', 'capacity links', 'capacity power', 'capacity forecast', 'dr matrix', 'dr runbook --lose ndc-01',
  'dr simulate --lose ndc-01 --runs 10', 'hsm keys', 'hsm graph', 'hsm break-glass', 'hsm ceremony ndc-01-seal',
];

describe('a name that would forge lines of a page or turn its words around', () => {
  it.each(lines.flatMap((line) => (['vi', 'en'] as const).map((lang) => [line, lang] as const)))('is shown as text by %s in %s', async (line, lang) => {
    const sites = estate({ 'catalogue/estate.yaml': renamed, 'ndc-01.yaml': renamed });
    encrypt(sites);
    const ran = await ndc([...line.split(' '), '--sites', sites, ...asOf, '--lang', lang]);
    expectNoTrace(ran);
    expect([0, 1]).toContain(ran.exit);
    expect(ran.out).toContain('đỏ');
    expect(ran.out).not.toMatch(/\u202e|^KHÔNG CÓ GÌ PHẢI MUA/m);
  });
});
