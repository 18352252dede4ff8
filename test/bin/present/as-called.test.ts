import { describe, expect, it } from 'vitest';
import { asCalled } from '../../../bin/present/as-called.js';
import { text as diagnosticsText } from '../../../bin/present/diagnostics.js';
import { text as failureText } from '../../../bin/present/failure.js';
import { text as initText } from '../../../bin/present/init.js';
import { text as newTenantText } from '../../../bin/present/tenant/new.js';
import type { View } from '../../../bin/present/view.js';

const clone: View = { lang: 'vi', columns: 100, colour: false, program: 'bin/ndc', asked: 'vi' };

describe('a command in a hint', () => {
  it('stands as it is where nothing else was called', () => {
    expect(asCalled({}, 'Giải thích một mã: ndc explain NDC-E008')).toBe('Giải thích một mã: ndc explain NDC-E008');
  });
  it.each([
    ['Giải thích một mã: ndc explain NDC-E008', 'Giải thích một mã: bin/ndc explain NDC-E008 --lang vi'],
    ['  ndc tenant check a/b.yaml --sites a', '  bin/ndc tenant check a/b.yaml --sites a --lang vi'],
    ['  ndc tenant check a/b.yaml --lang vi', '  bin/ndc tenant check a/b.yaml --lang vi'],
    // In a sentence nothing says where a command ends.
    ['không có lệnh "chek". Có phải ý bạn là ndc check? Xem ndc --help.', 'không có lệnh "chek". Có phải ý bạn là bin/ndc check? Xem bin/ndc --help.'],
    ['Trên terminal, ndc tenant new hỏi từng mục.', 'Trên terminal, bin/ndc tenant new hỏi từng mục.'],
    // No command of the toolkit.
    ['máy ndc checker và ndc-01, /opt/ndc check', 'máy ndc checker và ndc-01, /opt/ndc check'],
  ])('%s', (told, shown) => {
    expect(asCalled(clone, told)).toBe(shown);
  });
  it('names the program of npx, and no language where the machine has it', () => {
    expect(asCalled({ program: 'npx ndc' }, 'What a code means: ndc explain NDC-E008')).toBe('What a code means: npx ndc explain NDC-E008');
  });
  it('goes on with the data directory that was named, once', () => {
    const view = { program: 'npx ndc', asked: 'vi', sites: 'my-estate' } as const;
    expect(asCalled(view, 'The rest: ndc apply 2026-a')).toBe('The rest: npx ndc apply 2026-a --sites my-estate --lang vi');
    expect(asCalled(view, '  ndc check --sites other')).toBe('  npx ndc check --sites other --lang vi');
  });
  it('does so after diagnostics, in a failure, and for what comes next', () => {
    const place = { file: 'a.yaml', line: 1, column: 1 };
    expect(diagnosticsText({ directory: 'd', diagnostics: [{ code: 'NDC-E001', pointer: '', place, params: {}, message: { vi: 'sai', en: 'wrong' } }] }, clone)).toContain(': bin/ndc explain NDC-E001 --lang vi\n');
    expect(failureText({ code: 'NDC-X192', message: { vi: 'đã có phiếu.\nSau đó: ndc tenant check x.yaml', en: '' } }, clone)).toContain('Sau đó: bin/ndc tenant check x.yaml --lang vi\n');
    const init = initText({ directory: 'd', name: 'D', sites: ['s'], organisation: 'o', written: [] } as never, clone);
    expect(init).toContain('  bin/ndc check --sites d --lang vi\n');
    expect(init).toContain('  bin/ndc tenant check d/tenants/o.yaml --sites d --lang vi\n');
    const made = newTenantText({ organisation: 'o', name: { vi: 'O', en: 'O' }, file: 'o.yaml', secret: false, next: 'ndc tenant check o.yaml', text: 'a: 1\n', derived: [], notices: [] }, clone);
    expect(made).toContain('  bin/ndc tenant check o.yaml --lang vi\n');
  });
});
