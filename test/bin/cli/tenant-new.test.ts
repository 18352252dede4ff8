import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { command, newTenant } from '../../../bin/commands/tenant/new.js';
import { Failure } from '../../../bin/failure.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { NewTenantData } from '../../../bin/tenant-new/data.js';
import { requestText, yamlText } from '../../../bin/tenant-new/request-text.js';
import { estate, folder } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, shipped, small } from './ndc.js';
import { context, content, flags, line, place, without } from './new-requests.js';

describe('ndc tenant new with flags', () => {
  it('writes the shortest file that loads, and tells what it derived and why', async () => {
    const sites = place();
    const data = jsonOf<NewTenantData>(await ndc([...line(sites, 'bo-y-te'), '--json']));
    expect(outcomeSchemaOf('ndc/tenant-new.v1')?.safeParse(data).error?.issues).toBeUndefined();
    const file = join(sites, 'tenants/bo-y-te.yaml');
    expect(data.file).toBe(file);
    const text = readFileSync(file, 'utf8');
    expect(text).toBe(data.text);
    expect(content(text).length).toBeLessThanOrEqual(15);
    expect(parse(text)).toEqual({
      apiVersion: 'ndc.gov.vn/v1',
      kind: 'TenancyRequest',
      organisation: 'bo-y-te',
      owners: { accountable: 'Nguyễn Văn A', technical: 'Trần Thị B', mailbox: 'platform@byt.example' },
      systems: [
        {
          id: 'ho-so-suc-khoe',
          name: 'Hồ sơ sức khỏe điện tử',
          securityLevel: 4,
          sharing: 'shared',
          importance: 'important',
          secrecy: 'none',
          personalData: 'sensitive',
          environments: [{ name: 'prod', quota: { size: 'm' } }],
        },
      ],
    });
    expect(data.derived.map(({ what }) => what.en)).toEqual(expect.arrayContaining(['protection tier', 'business owner', 'technical operator', 'quota', 'primary site', 'forecast']));
    expect(data.derived.every(({ because }) => because.vi.length > 5 && because.en.length > 5)).toBe(true);
    // What was written is what the loader of every other command takes.
    expect((await ndc(['site', 'list', '--sites', sites, ...asOf])).exit).toBe(0);
  });

  it.each([
    ['vi', /^Đã ghi .*tenants\/bo-y-te\.yaml: phiếu đăng ký của Bộ Y tế \(hiểu "Bộ Y tế" là bo-y-te\)/, 'Tự suy ra, không cần ghi', /Tiếp theo: .*ndc tenant check/s],
    ['en', /^Written: .*tenants\/bo-y-te\.yaml, the request of Ministry of Health \("Bộ Y tế" was read as bo-y-te\)/, 'Derived; nothing to write', /Next: .*ndc tenant check/s],
  ])('says in %s what it wrote, from a name instead of an id', async (lang, first, title, last) => {
    const ran = await ndc([...line(place(), 'Bộ Y tế'), '--lang', lang]);
    expect([ran.exit, ran.err]).toEqual([0, '']);
    expect(ran.out.replace(/\n {2}(?=\S)/, ' ')).toMatch(first);
    expect(ran.out).toContain(title);
    expect(ran.out).toMatch(last);
  });

  it.each(['Bộ Y tế'.normalize('NFD'), 'BỘ Y TẾ', ' bộ  y tế ', 'Ministry of Health'])('reads %j as bo-y-te', async (given) => {
    expect(jsonOf<NewTenantData>(await ndc([...line(place(), given), '--json']))).toMatchObject({ organisation: 'bo-y-te', readFrom: given });
  });

  it.each<[string, Readonly<Record<string, string>>, unknown]>([
    ['bo-y-te', { '--wave': 'cloud' }, { mode: 'move' }],
    ['bo-xay-dung', { '--wave': 'relocation' }, { mode: 'move', wave: 'relocation' }],
    ['bo-xay-dung', { '--wave': 'none' }, undefined],
    ['bo-xay-dung', {}, undefined],
  ])('of %s with %j writes the migration %j', async (organisation, wave, expected) => {
    const { text, derived } = jsonOf<NewTenantData>(await ndc([...line(place(), organisation, { ...flags, ...wave }), '--json']));
    expect((parse(text) as { systems: { migration?: unknown }[] }).systems[0]?.migration).toEqual(expected);
    expect(content(text).length).toBeLessThanOrEqual(15);
    // The only wave of a body is derived, with the clause that says so.
    expect(derived.some(({ what, because }) => what.en === 'wave' && because.en.includes('III.2'))).toBe(organisation === 'bo-y-te');
  });

  it('writes elsewhere with --out, and takes --organisation', async () => {
    const out = join(folder(), 'new', 'request.yaml');
    const sites = place();
    const [, , , ...rest] = line(sites, '');
    const data = jsonOf<NewTenantData>(await ndc(['tenant', 'new', '--organisation', 'bo-y-te', ...rest, '--out', out, '--json']));
    expect(data.file).toBe(out);
    // The schema's relative path holds among the data's tenants alone.
    expect(readFileSync(out, 'utf8')).not.toContain('$schema');
    expect(existsSync(join(sites, 'tenants/bo-y-te.yaml'))).toBe(false);
  });

  it.each([
    ['none', false],
    ['mat', true],
  ])('warns of a shared repository where the secrecy is %s: %s', async (secrecy, warned) => {
    const sites = place();
    const ran = await ndc([...line(sites, 'bo-y-te', { ...flags, '--secrecy': secrecy }), '--lang', 'vi', '--out', join(sites, 'tenants/bo-y-te.yaml')]);
    expect(ran.exit).toBe(0);
    expect(ran.out.includes('bí mật nhà nước: chưa đưa tệp này')).toBe(warned);
  });

  it('works with the shipped estate', async () => {
    const out = join(folder(), 'bo-quoc-phong.yaml');
    const ran = await ndc([...line(shipped, 'Bộ Quốc phòng', { ...flags, '--system': 'cong-thong-tin-moi' }), '--out', out, '--json']);
    expect(jsonOf<NewTenantData>(ran).organisation).toBe('bo-quoc-phong');
  });
});

describe('ndc tenant new refuses', () => {
  it.each(['vi', 'en'])('to write the name of a state secret where nobody said that it may stand (%s)', async (lang) => {
    const sites = place();
    const ran = await ndc([...line(sites, 'bo-y-te', { ...flags, '--secrecy': 'mat' }), '--lang', lang]);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(lang === 'vi' ? /NDC-X196.* bí mật nhà nước/ : /NDC-X196.* state secrets/);
    expect(ran.err).toContain('--out');
    expect(existsSync(join(sites, 'tenants/bo-y-te.yaml'))).toBe(false);
  });

  it.each(['vi', 'en'])('to overwrite, and says in %s how to add a system', async (lang) => {
    const ran = await ndc([...line(small, 'bo-a'), '--lang', lang]);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain('NDC-X192');
    expect(ran.err).toContain('  - id: …\n    name: …\n');
    expect(ran.err).toMatch(/ndc tenant check .*tenants\/bo-a\.yaml/);
  });

  it('to overwrite a file that is no request', async () => {
    const sites = place();
    const out = join(folder(), 'taken.yaml');
    writeFileSync(out, 'mine');
    const ran = await ndc([...line(sites, 'bo-y-te'), '--out', out]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain('NDC-X101');
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it('without a terminal: every flag that is missing, with what it may be', async () => {
    const ran = await ndc(['tenant', 'new', 'bo-y-te', '--name', 'Tiêm chủng', '--sites', place(), ...asOf, '--lang', 'vi']);
    expect(ran.exit).toBe(2);
    for (const flag of Object.keys(without('--name'))) expect(ran.err).toMatch(new RegExp(`^  ${flag} \\(.+\\) còn thiếu; cần `, 'm'));
    expect(ran.err).toContain('ví dụ tiem-chung');
    expect(ran.err).toContain('--sharing (Mức chia sẻ) còn thiếu; cần open | shared | specialised');
    expect(ran.err).not.toMatch(/^ {2}--(?:name|environment|wave)/m);
    expectNoTrace(ran);
  });

  it('without organisation: that too', async () => {
    const ran = await ndc(['tenant', 'new', '--sites', place(), ...asOf]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain('ORGANISATION is missing');
    for (const flag of Object.keys(flags)) expect(ran.err).toContain(`  ${flag} (`);
  });

  it.each<[string, string, Readonly<Record<string, string>>, RegExp]>([
    ['an unknown organisation', 'bo-y-tee', {}, /NDC-X190.*no organisation "bo-y-tee".*Did you mean bo-y-te\?/],
    ['one that is gone', 'Bộ Giao thông', {}, /NDC-X190 bo-giao-thong was dissolved \(2025-03-01\).*bo-xay-dung/],
    ['a class in Vietnamese', 'bo-y-te', { '--sharing': 'dùng chung' }, /--sharing \(Sharing\) is "dùng chung"; expected one of open, shared, specialised\. Did you mean shared\?/],
    ['a level in words', 'bo-y-te', { '--security-level': 'cấp 4' }, /Did you mean 4\?/],
    ['a level that there is not', 'bo-y-te', { '--security-level': '6' }, /--security-level .*is "6"/],
    ['one person twice', 'bo-y-te', { '--technical': 'nguyễn  văn a' }, /--technical .*two different people/],
    ['an id that is none', 'bo-y-te', { '--system': 'Hồ sơ' }, /--system .*Did you mean ho-so\?/],
    ['an id that is taken', 'bo-y-te', { '--system': 'cong-tin' }, /--system .*another system has already/],
    ['a mailbox that is none', 'bo-y-te', { '--mailbox': 'nobody' }, /--mailbox .*expected a mailbox/],
    ['a hidden character', 'bo-y-te', { '--name': 'Hồ\u200bsơ' }, /--name .*cannot be seen \(U\+200B\)/],
    ['a look-alike', 'bo-y-te', { '--name': 'Hồ s\u043e' }, /--name .*mixes Latin/],
    ['a wave of others', 'bo-y-te', { '--wave': 'relocation' }, /--wave .*expected one of cloud, none/],
    ['a wave of nobody', 'co-quan-van-hanh', { '--wave': 'cloud' }, /--wave: the catalogue names co-quan-van-hanh in no wave/],
    ['a namespace of the platform', 'bo-y-te', { '--system': 'kube', '--environment': 'system' }, /NDC-X194.*NDC-E023/s],
    ['an empty name', 'bo-y-te', { '--name': '  ' }, /--name .*expected a text/],
  ])('%s', async (_, organisation, changed, message) => {
    const sites = place();
    const before = readdirSync(join(sites, 'tenants'));
    const ran = await ndc(line(sites, organisation, { ...flags, ...changed }));
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(message);
    expectNoTrace(ran);
    expect(readdirSync(join(sites, 'tenants'))).toEqual(before);
  });

  it('tells every wrong flag at once', async () => {
    const ran = await ndc(line(place(), 'bo-y-te', { ...flags, '--sharing': 'x', '--size': 'xl', '--mailbox': '' }));
    expect(ran.err.match(/^ {2}--[a-z-]+/gm)).toEqual(['  --sharing', '  --size', '  --mailbox']);
  });

  it('two organisations, and an estate that does not load', async () => {
    expect((await ndc([...line(place(), 'bo-y-te'), '--organisation', 'so-b'])).err).toContain('NDC-X191');
    const broken = estate({ 'tenants/so-b.yaml': 'kind: [' });
    expect((await ndc(line(broken, 'co-quan-van-hanh'))).exit).toBe(2);
  });
});

describe('hostile answers', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('${path.root}', '%{ if true }', "' # x", '"', '\\', 'a: b', '- x', '{a: 1}', '&a', '*a', '!!js', '| x', '> x', '@x', '`x`', 'null', 'true', '~', '1e3', '0x10', '2027-06-30', '<<', '__proto__', 'a\nkind: Site', 'a\r\nb', '\u0000', '\u001b[31m', '\u0085', '\u2028', '\ufeff', '\ud800', '#', 'a #b', ' a', 'a ', 'a,b', 'a]b', '</script>'),
  );

  it('are one YAML scalar each, and come back as they were, in block and in flow', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(!/\p{Surrogate}/u.test(text));
        const written = `a: ${yamlText(text)}\nb: {c: ${yamlText(text)}, d: 1}\n`;
        expect(parse(written)).toEqual({ a: text, b: { c: text, d: 1 } });
        expect(written.split(/\r\n|[\n\r\u0085\u2028\u2029]/)).toHaveLength(3);
      }),
      { numRuns: 500 },
    );
  });

  it('in any flag are written as they are or refused with exit 2, and never half', async () => {
    const sites = place();
    const file = join(sites, 'tenants/bo-y-te.yaml');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('name', 'accountable', 'technical', 'mailbox', 'system', 'environment', 'size'), hostile, async (key, text) => {
        const out = join(folder(), 'x.yaml');
        const answers = { name: 'Tên', system: 'he-thong', securityLevel: '1', sharing: 'open', importance: 'ordinary', secrecy: 'none', personalData: 'none', size: 's', accountable: 'A', technical: 'B', mailbox: 'a@b.example', out, [key]: text };
        try {
          const { data } = await newTenant(context(sites), ['bo-y-te'], answers, undefined);
          const value = text.normalize('NFC').trim();
          expect(JSON.stringify(parse(data.text))).toContain(JSON.stringify(value));
          expect(readFileSync(out, 'utf8')).toBe(data.text);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          expect(error.exit).toBe(2);
          // eslint-disable-next-line no-control-regex -- none may reach a terminal
          expect(error.text.vi + error.text.en).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
          expect(existsSync(out)).toBe(false);
        }
        expect(existsSync(file)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('of a megabyte are refused in few words', async () => {
    const long = 'ạ'.repeat(1_000_000);
    const sites = place();
    for (const argv of [line(sites, long), line(sites, 'bo-y-te', { ...flags, '--name': long, '--system': long, '--sharing': long })]) {
      const ran = await ndc(argv);
      expect(ran.exit).toBe(2);
      expect(ran.err.length).toBeLessThan(2500);
    }
  });

  it('in the catalogue stay inside a comment', () => {
    const complete = { name: 'Tên', system: 'he-thong', securityLevel: '1', sharing: 'open', importance: 'ordinary', secrecy: 'none', personalData: 'none', size: 's', accountable: 'A', technical: 'B', mailbox: 'a@b.example', environment: 'prod' };
    const text = requestText('bo-a', { vi: 'Bộ\nkind: Site', en: 'A\u2028B' }, complete, undefined);
    expect((parse(text) as { kind: string }).kind).toBe('TenancyRequest');
  });
});

it.each(['vi', 'en'])('ndc explain knows the codes of requests, in %s', async (lang) => {
  for (const number of Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(3, '0'))) {
    const { exit, out } = await ndc(['explain', `NDC-T${number}`, '--lang', lang]);
    expect(exit).toBe(0);
    expect(out.length).toBeGreaterThan(100);
  }
});

it('every flag of the command has a question, and the other way round', () => {
  const named = command.options.map(({ flags: own }) => own.split(' ')[0]);
  expect(named.sort()).toEqual([...Object.keys(flags), '--organisation', '--environment', '--wave', '--out'].sort());
});

it('makes the folder of tenants where there is none', async () => {
  const sites = folder();
  for (const [name, text] of Object.entries((await import('../../sites/model/estate-files.js')).baseFiles))
    if (!name.startsWith('tenants/')) {
      mkdirSync(dirname(join(sites, name)), { recursive: true });
      writeFileSync(join(sites, name), text);
    }
  expect((await ndc(line(sites, 'bo-y-te'))).exit).toBe(0);
});
