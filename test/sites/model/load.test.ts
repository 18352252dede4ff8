import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadEstate } from '../../../sites/model/load.js';
import { largestFile } from '../../../sites/model/source-file.js';
import { asOf, baseFiles, diagnosticsOf, english, estateOf, filesWith, load, put, where, type Changes } from './estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const codes = (changes: Changes): string[] => diagnosticsOf(changes).map(where);
const edit = (file: string, from: string, to: string): Changes => ({ [file]: put(from, to) });

describe('an estate that loads', () => {
  it('has collections keyed by id, sites by number', () => {
    const estate = estateOf();
    expect(Object.keys(estate.sites)).toEqual(['ndc-01', 'ndc-02']);
    expect(Object.keys(estate.links)).toEqual(['ndc-01--ndc-02']);
    expect(Object.keys(estate.requests)).toEqual(['bo-y-te']);
    expect(estate.sites['ndc-01']?.nodePools[0]?.shape).toEqual({ cpu: 64_000n, memory: 256n << 30n });
    expect(estate.settings).not.toHaveProperty('apiVersion');
  });

  it('orders sites by number, whatever their files are called', () => {
    const renumbered = put('number: 1', 'number: 9');
    expect(Object.keys(estateOf({ 'ndc-01.yaml': renumbered }).sites)).toEqual(['ndc-02', 'ndc-01']);
  });

  it('does not depend on the order of the files', () => {
    const { digest } = estateOf();
    fc.assert(
      fc.property(fc.shuffledSubarray(filesWith(), { minLength: Object.keys(baseFiles).length }), (files) => {
        const result = loadEstate(files, asOf);
        expect('estate' in result && result.estate.digest).toBe(digest);
      }),
      { numRuns: 10 },
    );
  });

  it.each<[string, Changes]>([
    ['a comment', edit(tenant, 'systems:', '# một ghi chú\nsystems:')],
    ['another layout', edit(tenant, 'placement: {primary: ndc-01, standby: ndc-02}', 'placement:\n          standby: ndc-02\n          primary: "ndc-01"')],
    ['Windows line ends', { [tenant]: (text) => text.replaceAll('\n', '\r\n') }],
    ['a record', { 'records/dien-tap-1.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Record\nid: dien-tap-1\nrecord: drill\non: 2026-01-15\nsubject: ndc-01\n' }],
  ])('keeps its digest under %s', (_, changes) => {
    expect(estateOf(changes).digest).toBe(estateOf().digest);
  });

  it.each<[string, Changes]>([
    ['a figure', edit(tenant, 'cpu: 8', 'cpu: 9')],
    ['a text', edit(tenant, 'Hồ sơ sức khỏe', 'Hồ sơ bệnh án')],
    ['a provenance', edit('ndc-01.yaml', 'racks: 100', 'racks: {value: 100, source: public}')],
    ['another file', { 'waivers.yaml': 'apiVersion: ndc.gov.vn/v1\nkind: Waivers\nwaivers: []\n' }],
  ])('changes its digest with %s', (_, changes) => {
    expect(estateOf(changes).digest).not.toBe(estateOf().digest);
  });

  it('is frozen all the way down', () => {
    const loose: string[] = [];
    const visit = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) loose.push(at);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${at}/${key}`);
    };
    const estate = estateOf();
    visit(estate, '');
    for (const [at, origin] of estate.origins) visit(origin, `origins ${at}`);
    expect(loose).toEqual([]);
    expect(() => (estate.sites as Record<string, unknown>)['ndc-09'] = {}).toThrow(TypeError);
    expect('set' in estate.origins).toBe(false);
  });

  it.each([
    '${var.password}',
    '${TfToken[TOKEN.0]}',
    '%{ for x in y }',
    `'; DROP TABLE tenants; --`,
    '"quoted"',
    '\\u202eđảo ngược',
    '<script>alert(1)</script>',
    '{{ .Values.x }}',
    '__proto__',
    '\u202etxet',
  ])('takes the name %j literally', (name) => {
    const estate = estateOf(edit(tenant, 'name: Hồ sơ sức khỏe điện tử', `name: ${JSON.stringify(name)}`));
    expect(estate.requests['bo-y-te']?.systems[0]?.name).toBe(name);
  });

  it.each([
    ['a control character', '"\\u001b[31m"'],
    ['an 8-bit control', '"\\u009b31m"'],
    ['half a surrogate pair', '"\\ud800"'],
    ['nothing', '""'],
    ['two thousand letters', 'x'.repeat(2000)],
  ])('takes no name of %s', (_, name) => {
    expect(codes(edit(tenant, 'name: Hồ sơ sức khỏe điện tử', `name: ${name}`))).toEqual([`${tenant}:7:11 NDC-E008`]);
  });

  it('leaves overlapping networks to the rule NET-002', () => {
    expect(() => estateOf(edit('ndc-02.yaml', 'podCidr: 10.2.0.0/16', 'podCidr: 10.1.0.0/16'))).not.toThrow();
  });
});

describe('what is not a data directory', () => {
  it('without any file names what is needed', () => {
    const result = loadEstate([], asOf);
    expect('diagnostics' in result && result.diagnostics.map(where)).toEqual([
      '.:1:1 NDC-E022',
      ...['components', 'estate', 'legal', 'organisations', 'planning', 'quota-sizes', 'recovery', 'tiers'].map((name) => `catalogue/${name}.yaml:1:1 NDC-E022`),
      'links.yaml:1:1 NDC-E022',
    ]);
  });

  it('without sites says so', () => {
    const found = english({ 'ndc-01.yaml': undefined, 'ndc-02.yaml': undefined });
    expect(found[0]).toBe('.:1:1 NDC-E022 the directory holds no file of kind Site; expected at least one <site>.yaml. Check --sites.');
  });

  it.each(['links.yaml', 'catalogue/tiers.yaml', 'catalogue/legal.yaml'])('without %s says so once', (file) => {
    expect(codes({ [file]: undefined })).toContain(`${file}:1:1 NDC-E022`);
  });

  it('with a broken required file does not call it missing too', () => {
    expect(codes({ 'catalogue/tiers.yaml': 'a: [' })).toEqual(['catalogue/tiers.yaml:1:5 NDC-E003']);
    expect(codes({ 'ndc-01.yaml': 'a: [', 'ndc-02.yaml': 'a: [' })).toEqual(['ndc-01.yaml:1:5 NDC-E003', 'ndc-02.yaml:1:5 NDC-E003']);
  });
});

describe('files', () => {
  const reading = (file: Parameters<typeof loadEstate>[0][number]) => {
    const result = loadEstate([...filesWith(), file], asOf);
    return 'diagnostics' in result ? result.diagnostics.map(where) : [];
  };
  it('that cannot be opened', () => {
    expect(reading({ name: 'tenants/x.yaml', problem: 'dangling-link', detail: 'no such file' })).toEqual(['tenants/x.yaml:1:1 NDC-E001']);
    expect(reading({ name: 'tenants/x.yaml', problem: 'not-a-file', detail: 'a directory' })).toEqual(['tenants/x.yaml:1:1 NDC-E001']);
  });
  it('that are too large, as found on disk or as handed in', () => {
    expect(reading({ name: 'tenants/x.yaml', problem: 'too-large', size: 50_000_000 })).toEqual(['tenants/x.yaml:1:1 NDC-E002']);
    expect(reading({ name: 'tenants/x.yaml', bytes: new Uint8Array(largestFile + 1) })).toEqual(['tenants/x.yaml:1:1 NDC-E002']);
    expect(reading({ name: 'tenants/x.yaml', bytes: new Uint8Array(largestFile) })).toEqual(['tenants/x.yaml:1:1 NDC-E003']);
  });
  it('whose name does not fit their id', () => {
    expect(english({ [tenant]: undefined, 'tenants/y-te.yaml': baseFiles[tenant] })).toEqual(['tenants/y-te.yaml:1:1 NDC-E011 a file of kind TenancyRequest belongs at tenants/bo-y-te.yaml.']);
    expect(codes({ 'links.yaml': undefined, 'catalogue/links.yaml': baseFiles['links.yaml'] })).toEqual(['catalogue/links.yaml:1:1 NDC-E011']);
  });
  it.each([
    ['kind: Linx', 'kind is "Linx"', 'Did you mean Links?'],
    ['kind: links', 'kind is "links"', 'Did you mean Links?'],
    ['kind: 7', 'kind is "7"', ''],
    ['kind: constructor', 'kind is "constructor"', ''],
    ['', 'kind is missing', ''],
  ])('of a kind nobody knows: %s', (kind, found, suggestion) => {
    const [line = ''] = english(edit('links.yaml', 'kind: Links', kind));
    expect(line).toContain(` NDC-E010 ${found}; expected one of: Site, Links`);
    expect(line.endsWith(suggestion === '' ? 'Record.' : suggestion)).toBe(true);
  });
  it.each([['kind: PhieuDangKy', 'kind is "PhieuDangKy"'], ['', 'kind is missing']])('of a kind nobody knows where requests lie: %s', (kind, found) => {
    expect(english(edit(tenant, 'kind: TenancyRequest', kind))[0]).toContain(` NDC-E010 ${found}; the request of an organisation says kind: TenancyRequest.`);
  });
  it('of a version nobody knows', () => {
    expect(english(edit(tenant, 'ndc.gov.vn/v1', 'ndc.gov.vn/v9'))).toEqual([`${tenant}:1:13 NDC-E012 apiVersion is "ndc.gov.vn/v9"; this toolkit reads ndc.gov.vn/v1.`]);
    expect(codes(edit(tenant, 'apiVersion: ndc.gov.vn/v1\n', ''))).toEqual([`${tenant}:1:1 NDC-E007`]);
  });
  it.each(['42', 'hello', '[]', '[{kind: Site}]', 'null'])('that hold no map: %s', (text) => {
    expect(codes({ [tenant]: text })).toEqual([`${tenant}:1:1 NDC-E010`]);
  });
});

describe('several problems', () => {
  it('are reported at once, in reading order', () => {
    expect(
      codes({
        [tenant]: (text) => text.replace('securityLevel: 4', 'securityLevel: 9').replace('sharing: shared', 'sharng: shared').replace('pods: 100', 'pods: 1.000').replace('memory: 64Gi', 'memory: 64GB'),
        'ndc-02.yaml': put('phase: planned', 'phase: plannd'),
        'catalogue/tiers.yaml': 'a:\n\tb: 1\n',
        'ndc-01.yaml': put('count: 20', 'count: -1'),
      }),
    ).toEqual([
      'catalogue/tiers.yaml:2:1 NDC-E003',
      'ndc-01.yaml:23:12 NDC-E008',
      'ndc-02.yaml:9:8 NDC-E008',
      // A misspelt key is one problem: its right name is not reported as missing too.
      `${tenant}:8:20 NDC-E008`,
      `${tenant}:9:5 NDC-E006`,
      `${tenant}:15:33 NDC-E008`,
      `${tenant}:15:68 NDC-E009`,
    ]);
  });

  it('hide dangling references: what a broken file declares is unknown', () => {
    expect(codes({ ...edit(tenant, 'primary: ndc-01', 'primary: ndc-07'), 'ndc-02.yaml': 'a: [' })).toEqual(['ndc-02.yaml:1:5 NDC-E003']);
  });
});

describe('older versions', () => {
  const old = edit(tenant, 'apiVersion: ndc.gov.vn/v1', 'apiVersion: ndc.gov.vn/v0');
  const files = filesWith({ [tenant]: (text) => put('securityLevel: 4', 'level: 4')(text).replace('ndc.gov.vn/v1', 'ndc.gov.vn/v0') });
  const steps = {
    'ndc.gov.vn/v0': (file: Readonly<Record<string, unknown>>) => ({
      ...file,
      apiVersion: 'ndc.gov.vn/v1',
      systems: (file['systems'] as Record<string, unknown>[]).map(({ level, ...system }) => ({ ...system, securityLevel: level })),
    }),
  };
  it('are refused when nobody knows the way', () => {
    expect(codes(old)).toEqual([`${tenant}:1:13 NDC-E012`]);
  });
  it('are brought up before they are judged', () => {
    const result = loadEstate(files, asOf, steps);
    expect('estate' in result && result.estate.requests['bo-y-te']?.systems[0]?.securityLevel).toBe(4);
  });
  it('never loop', () => {
    const result = loadEstate(files, asOf, { 'ndc.gov.vn/v0': (file) => ({ ...file }) });
    expect('diagnostics' in result && result.diagnostics.map(where)).toEqual([`${tenant}:1:13 NDC-E012`]);
  });
});

describe('any edit of a valid file', () => {
  it('loads or gives diagnostics, and never throws', () => {
    const names = Object.keys(baseFiles);
    const pieces = ['\t', '  ', '- ', ':', '{', '}', '[', ']', '"', '\n', '&a ', '*a', '!x ', '-1', '1.000', '64GB', 'null', '~', '${x}', '#', '---\n', '__proto__: 1\n', 'constructor: 1\n', '[[1]]', '{value: 1, source: seed}', '{a: {b: 1}}', '\u202e', '𝕏'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.nat({ max: 30 }), fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), (name, at, cut, piece) => {
        const text = baseFiles[name] ?? '';
        const start = at % (text.length + 1);
        const result = load({ [name]: text.slice(0, start) + piece + text.slice(start + cut) });
        if ('estate' in result) return;
        expect(result.diagnostics.length).toBeGreaterThan(0);
        for (const { place } of result.diagnostics) expect(place.line >= 1 && place.column >= 1 && place.file !== '').toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
