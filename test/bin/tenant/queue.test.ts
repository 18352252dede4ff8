import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcome as schema } from '../../../bin/outcomes/tenant-queue.js';
import { json } from '../../../bin/present/json.js';
import { longestComment } from '../../../bin/present/tenant/comment.js';
import { markdown, queueMarker } from '../../../bin/present/tenant/queue-markdown.js';
import { text } from '../../../bin/present/tenant/queue.js';
import type { OpenInput } from '../../../bin/queue-inputs.js';
import type { TenantQueueData } from '../../../bin/tenant-queue-data.js';
import { tenantQueueOf } from '../../../bin/tenant-queue.js';
import { loadEstate } from '../../../sites/model/load.js';
import type { SourceFile } from '../../../sites/model/source-file.js';
import { asOf, type Changes } from '../../sites/model/estate-files.js';
import { filesOf, ordinary, puts } from '../../sites/tenancy/requests.js';
import { outsideCode } from './outside-code.js';

const vi = { lang: 'vi', columns: 100, colour: false } as const;
const en = { ...vi, lang: 'en' } as const;
const prod = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';
const health = 'tenants/bo-y-te.yaml';
const police = 'tenants/bo-cong-an.yaml';
const request = (organisation: string, cores: number): string => `apiVersion: ndc.gov.vn/v1
kind: TenancyRequest
organisation: ${organisation}
owners: {accountable: Vụ trưởng, technical: Trung tâm, mailbox: platform@example.vn}
systems:
  - {id: can-cuoc, name: Lớn, securityLevel: 2, sharing: shared, importance: ordinary, secrecy: none, personalData: none, environments: [{name: prod, quota: {cpu: ${cores}, memory: 64Gi, storage: {}, pods: 100}, placement: {primary: ndc-01, standby: ndc-02}}]}
`;

const base = (more: Changes = {}): SourceFile[] => filesOf(puts(...ordinary), more);

/** A proposal whose files differ from the base's as said. */
const proposal = (id: string, organisations: readonly string[], changes: Changes, more: { readonly foreign?: OpenInput['files']['foreign']; readonly from?: Changes } = {}): OpenInput => {
  const head = filesOf(changes[health] ?? puts(...ordinary), { ...more.from, ...Object.fromEntries(Object.entries(changes).filter(([name]) => name !== health)) });
  return { id, files: { head, organisations, changedLines: {}, foreign: more.foreign ?? [], outdated: [] }, loaded: loadEstate(head, asOf), history: {} };
};

const queueOver = (files: readonly SourceFile[], ...open: readonly OpenInput[]): TenantQueueData => {
  const loaded = loadEstate(files, asOf);
  if ('diagnostics' in loaded) throw new Error('the base does not load');
  return tenantQueueOf({ base: loaded.estate, open }, (estate) => estate);
};

const grows = (id = 'grow'): OpenInput => proposal(id, ['bo-y-te'], { [health]: puts(...ordinary, [prod, prod.replace('cpu: 8', 'cpu: 700')]) });
const comes = (id = 'come'): OpenInput => proposal(id, ['bo-cong-an'], { [police]: request('bo-cong-an', 700) });
const leaves = (): OpenInput => proposal('leave', ['bo-y-te'], { [health]: puts(...ordinary, [prod, prod.replace('storage: {block: 1Ti}', 'storage: {}')]) });
const admissions = (...lines: readonly string[]): Changes => ({ 'catalogue/admissions.yaml': `apiVersion: ndc.gov.vn/v1\nkind: Admissions\nadmissions:\n${lines.map((line) => `  - ${line}\n`).join('')}` });

describe('the queue of open proposals', () => {
  it('puts what is no request first, then what takes data away, what cannot be taken, what needs an approval', () => {
    const broken = proposal('broken', ['bo-y-te'], { [health]: puts(['sharing: shared', 'sharing: dùng chung']) });
    const foreign = proposal('foreign', [], {}, { foreign: [{ path: 'bin/main.ts', because: 'outside' }] });
    const { open } = queueOver(base(), grows(), broken, comes(), leaves(), foreign);

    expect(open.map(({ id, risk }) => [id, risk])).toEqual([
      ['foreign', 'not-a-request'],
      ['leave', 'destroys-data'],
      ['broken', 'refused'],
      ['come', 'unclear'],
      ['grow', 'unclear'],
    ]);
  });

  it('says of each what approving it does to the others, by name and quarter, in both languages', () => {
    const data = queueOver(base(), grows(), comes());

    expect(data.open.map(({ id, fit }) => [id, fit?.alone.verdict, fit?.putsOut.map((out) => out.id)])).toEqual([
      ['come', 'fits', ['grow']],
      ['grow', 'fits', ['come']],
    ]);
    expect(data.together.verdict).toBe('does-not-fit');
    // 1,240 cores: 700 of one, 700 of the other, of which 8 are granted already.
    expect(text(data, en)).toMatch(/Approving come: grow no longer fits, from 2026-Q2: ndc-01 lacks 160 cores of CPU/);
    expect(text(data, en)).toMatch(/come takes 700 cores\n +grow takes 692 cores/);
    expect(markdown(data, vi)).toMatch(/- Duyệt `come`: `grow` hết chỗ, từ 2026-Q2: `ndc-01` thiếu 160 nhân/);
  });

  it('ranks by the day of admission, of just what was admitted', () => {
    const [come, grow] = ['come', 'grow'].map((id) => queueOver(base(), comes(), grows()).open.find((entry) => entry.id === id)?.digest ?? '');
    const admitted = (digest: string, organisation: string, on: string): string => `{organisation: ${organisation}, on: ${on}, digest: "${digest}"}`;
    const data = queueOver(base(admissions(admitted(grow ?? '', 'bo-y-te', '2026-06-02'), admitted(come ?? '', 'bo-cong-an', '2026-06-03'))), grows(), comes());

    expect(data.line).toEqual(['grow']);
    expect(data.open.map(({ id, fit }) => [id, fit?.admitted, fit?.inLine.verdict])).toEqual([
      ['come', { on: '2026-06-03', place: 2 }, 'does-not-fit'],
      ['grow', { on: '2026-06-02', place: 1 }, 'fits'],
    ]);
    expect(markdown(data, vi)).toContain('| 1 | 02/06/2026 | `grow` | đủ chỗ | đủ chỗ | – |');
    // Pushed anew, or admitted tomorrow, it stands in no line.
    const pushed = proposal('grow', ['bo-y-te'], { [health]: puts(...ordinary, [prod, prod.replace('cpu: 8', 'cpu: 701')]) });
    expect(queueOver(base(admissions(admitted(grow ?? '', 'bo-y-te', '2026-06-02'))), pushed).open[0]?.fit?.admitted).toBeUndefined();
    expect(queueOver(base(admissions(admitted(grow ?? '', 'bo-y-te', '2026-07-01'))), grows()).open[0]?.fit?.admitted).toBeUndefined();
  });

  it('says that several of one body are alternatives of which the larger counts, and puts the line together with them', () => {
    const small = proposal('a-little', ['bo-y-te'], { [health]: puts(...ordinary, [prod, prod.replace('cpu: 8', 'cpu: 9')]) });
    const [two, three] = [queueOver(base(), grows(), comes()), queueOver(base(), small, grows(), comes())];

    expect(three.together).toEqual(two.together);
    expect(three.open.map(({ id, fit }) => [id, fit?.inLine.verdict]).sort()).toEqual([['a-little', 'fits'], ['come', 'fits'], ['grow', 'does-not-fit']]);
    for (const page of [text(three, en).replace(/\s+/g, ' '), markdown(three, en)]) expect(page).toContain('if all are taken, the one that asks for more counts.');
    expect(markdown(three, vi)).toContain('phương án xin nhiều hơn được tính');
    expect(markdown(two, en)).not.toContain('asks for more counts');
    expect(text(three, en)).toMatch(/– +if also taken +a-little[^]*– +if also taken +come[^]*– +if also taken +grow/);
  });

  it('prints the line that admits, which the loader takes', () => {
    const data = queueOver(base(), grows());
    const [line = ''] = /- \{organisation: [^\n]*/.exec(text(data, en)) ?? [];

    expect(queueOver(base(admissions(line.slice(2).replace(/on: [\d-]+/, 'on: 2026-06-01'))), grows()).open[0]?.fit?.admitted).toEqual({ on: '2026-06-01', place: 1 });
  });

  it('is the same whatever the order in which branches are named', () => {
    const all = [grows(), comes(), leaves()];

    expect(markdown(queueOver(base(), ...all), vi)).toBe(markdown(queueOver(base(), ...[...all].reverse()), vi));
  });

  it('begins with its marker, ends with the next step, and has the JSON its schema says', () => {
    const data = queueOver(base(), grows(), comes());
    const page = markdown(data, vi);

    expect(page.startsWith(`${queueMarker} base=directory estate=sha256:`)).toBe(true);
    expect(page.trimEnd().split('\n').at(-1)).toMatch(/^\*\*Việc tiếp theo:\*\* /);
    expect(schema.safeParse(JSON.parse(json({ kind: 'ndc/tenant-queue.v1', data, exit: 1 }))).error).toBeUndefined();
  });

  it('tells neither name nor size of a state secret', () => {
    const secret: readonly (readonly [string, string])[] = [...ordinary, ['secrecy: none', 'secrecy: mat']];
    const data = queueOver(filesOf(puts(...secret)), proposal('secret', ['bo-y-te'], { [health]: puts(...secret, [prod, prod.replace('cpu: 8', 'cpu: 7777')]) }), comes());

    for (const printed of [text(data, en), markdown(data, vi), json({ kind: 'ndc/tenant-queue.v1', data, exit: 1 })]) {
      expect(printed).not.toMatch(/ho-so-suc-khoe|7[.,]?777/);
      expect(printed).toContain('secret');
    }
  });

  it('stays below the limit of hosts, however many are open', () => {
    const data = queueOver(base(), grows(), comes());
    const [first] = data.open;
    if (first?.fit === undefined) throw new Error('nothing was judged');
    const { fit } = first;
    const open = Array.from({ length: 100 }, (_, index) => ({ ...first, id: `refs/heads/${String(index).padStart(60, 'x')}`, reasons: Array.from({ length: 6 }, () => ({ vi: 'x'.repeat(200), en: 'x'.repeat(200) })), fit: { ...fit, putsOut: Array.from({ length: 99 }, (_unused, other) => ({ id: `refs/heads/${String(other).padStart(60, 'y')}`, fit: fit.inLine })) } }));
    const page = markdown({ ...data, open }, vi, { artefact: 'queue.md' });

    expect(page.length).toBeLessThan(longestComment);
    expect(page).toContain('toàn văn ở `queue.md`');
    expect(page).toContain(`\`refs/heads/${'99'.padStart(48, 'x')}`.slice(0, 30));
  });

  it('holds names of branches, bodies and reasons inside code', () => {
    const data = queueOver(base(), grows(), comes());
    const evil = fc.array(fc.constantFrom('`', '```', '|', '\n## x', '<img src=x>', '@ministry', '[a](http://b)', '<!-- ndc-tenant-queue', '\u202e', '</details>', 'x'), { minLength: 1, maxLength: 8 }).map((parts) => `zq${parts.join('zq')}zq`);
    fc.assert(
      fc.property(evil, (bad) => {
        const said = { vi: bad, en: bad };
        const open = data.open.map((entry) => ({ ...entry, id: bad, organisations: [{ id: bad, name: said }], reasons: [said], ...(entry.fit === undefined ? {} : { fit: { ...entry.fit, instead: [bad], putsOut: entry.fit.putsOut.map((out) => ({ ...out, id: bad })) } }) }));
        const page = outsideCode(markdown({ ...data, open, line: [bad], shares: [{ id: bad, amount: 1n }] }, en));

        expect(page.replaceAll(/(zq|x| |^)+/gm, ' ')).not.toMatch(/@ministry|<img|\[a\]|\u202e|\n## x/);
        expect(page.match(/<!--/g)).toHaveLength(1);
        // eslint-disable-next-line no-control-regex -- what a terminal must not be sent
        expect(text({ ...data, open }, en)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      }),
      { numRuns: 60 },
    );
  });
});
