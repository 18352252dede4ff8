import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { beforeEach, describe, expect, it } from 'vitest';
import { dataOf, mixed, rendered } from './reported.js';

/** As much of the page's objects as these tests use. */
interface Element {
  readonly textContent: string;
  readonly tagName: string;
  value: string;
  checked: boolean;
  getAttribute: (name: string) => string | null;
  hasAttribute: (name: string) => boolean;
  querySelector: (selector: string) => Element | null;
  querySelectorAll: (selector: string) => Iterable<Element>;
  dispatchEvent: (event: unknown) => void;
  closest: (selector: string) => Element | null;
}
interface Page extends Element {
  readonly documentElement: Element;
  title: string;
  readonly defaultView: { readonly Event: new (type: string, options?: object) => unknown };
}

let page: string;
beforeEach(async () => {
  page = await rendered(dataOf(mixed()), 'html', 'vi');
});

/** The page with its script run. */
function opened(): { readonly document: Page; readonly all: (selector: string) => Element[]; readonly one: (selector: string) => Element; readonly fire: (selector: string, type: string) => void; readonly visible: () => Element[] } {
  const { document, window } = parseHTML(page) as unknown as { readonly document: Page; readonly window: { readonly Event: new (type: string, options?: object) => unknown } };
  const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
  const one = (selector: string): Element => {
    const [first] = all(selector);
    if (first === undefined) throw new Error(`the page has no ${selector}`);
    return first;
  };
  // The parser keeps no state of controls; a browser does.
  for (const box of all('input[type="checkbox"]')) Object.defineProperty(box, 'checked', { value: box.hasAttribute('checked'), writable: true });
  for (const control of all('select, input[type="search"]')) Object.defineProperty(control, 'value', { value: '', writable: true });
  const [script] = all('script');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the page's own script, run as the browser would
  new Function('document', 'window', script?.textContent ?? '')(document, window);
  const visible = (): Element[] => all('tr[data-standing]').filter((row) => !row.hasAttribute('hidden') && row.closest('section')?.hasAttribute('hidden') === false);
  return { document, all, one, visible, fire: (selector, type) => one(selector).dispatchEvent(new window.Event(type, { bubbles: true })) };
}

describe('the page', () => {
  it('holds every verdict, the worst rule first', () => {
    const { all, one } = opened();
    const data = mixed();
    expect(all('tr[data-standing]')).toHaveLength(data.verdicts.length);
    expect(one('#shown').textContent).toBe(String(data.verdicts.length));
    expect(all('section.rule h3').slice(0, 9).map(({ textContent }) => textContent.split(':')[0])).toEqual(['BAK-002', 'BAK-003', 'BAK-004', 'CAP-002', 'EVI-001', 'RED-005', 'SUP-001', 'TEN-007', 'RED-001']);
    const standings = (standing: string): number => all(`tr[data-standing="${standing}"]`).length;
    const { counts } = data.summary;
    expect([standings('fail'), standings('unknown'), standings('waived'), standings('pass'), standings('not-applicable')]).toEqual([counts.fail, counts.unknown, counts.waived, counts.pass, counts['not-applicable']]);
  });

  it('asks for nothing outside, and only its own script and style run', () => {
    const { all, one } = opened();
    expect(all('[src], link, img, iframe, object, embed, base, [onclick], [onload], [style]').map(({ tagName }) => tagName)).toEqual([]);
    expect(all('a').map((link) => link.getAttribute('href')).filter((href) => href !== '#findings' && !/^https:\/\//.test(href ?? ''))).toEqual([]);
    const policy = one('meta[http-equiv="Content-Security-Policy"]').getAttribute('content') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/);
    for (const [tag, source] of [['script', /<script>([\s\S]*?)<\/script>/], ['style', /<style>([\s\S]*?)<\/style>/]] as const) {
      expect(all(tag)).toHaveLength(1);
      expect(policy).toContain(`'sha256-${createHash('sha256').update(source.exec(page)?.[1] ?? '').digest('base64')}'`);
    }
  });

  it('quotes waivers, law and digests', () => {
    const { one, all } = opened();
    const waivers = all('section[aria-labelledby="waivers"] tbody tr').map(({ textContent }) => textContent);
    expect(waivers).toHaveLength(3);
    expect(waivers[0]).toContain('Nguyễn Văn AnTrần Thị Bình');
    expect(waivers[2]).toContain('It expired after 2026-10-01');
    const redundancy = one('tr[data-standing="waived"]').textContent;
    expect(redundancy).toContain('Waived until 2026-12-10: The site does not operate yet. Owner: Nguyễn Văn An; approver: Trần Thị Bình; basis: Q V.2.b, Strategy, in force from 2025-07-01.');
    expect(one('section[aria-labelledby="read"]').textContent).toContain(mixed().read[0]?.digest);
  });

  it('can be used by everybody: every control has a name, every table its headers', () => {
    const { all, one } = opened();
    for (const control of all('input[type="search"], select')) expect(all(`label[for="${control.getAttribute('id') ?? ''}"]`), control.getAttribute('id') ?? '').toHaveLength(1);
    for (const box of all('input[type="checkbox"]')) expect(box.closest('label')?.textContent.trim()).not.toBe('');
    for (const cell of all('th')) expect(cell.getAttribute('scope')).toMatch(/^(row|col)$/);
    for (const section of all('section')) expect(all(`#${section.getAttribute('aria-labelledby') ?? ''}`)).toHaveLength(1);
    expect(one('html').getAttribute('lang')).toBe('vi');
    expect(one('output').getAttribute('role')).toBe('status');
  });
});

describe('what the page begins with', () => {
  it('says how much was read, and when it was judged in the time of each language', async () => {
    page = await rendered(dataOf(mixed(), { notRead: ['a.tfplan', 'b.tfplan'] }), 'html', 'vi');
    const { all } = opened();
    const said = all('main > p').map(({ textContent }) => textContent).join(' ');
    expect(said).toContain('Đã đọc 0 kế hoạch, 3 phần chỉ xét theo cấu hình, 2 tệp không đọc, vì không phải JSON của kế hoạch.');
    expect(said).toContain('Read: 0 plans, 3 stacks judged from their configuration, 2 files were not read, being no plan JSON.');
    expect(said).toContain('10:30:00 22/11/2026 giờ Việt Nam');
    expect(said).toContain('2026-11-22 03:30:00 UTC');
    expect(all('section[aria-labelledby="sign"] p').map(({ textContent }) => textContent).join(' ')).toMatch(/lúc 10:30:00 22\/11\/2026 giờ Việt Nam, để xét .*at 2026-11-22 03:30:00 UTC, the estate/);
  });
});

describe("the page's script", () => {
  it.each([
    ['không có chữ xyzzy nào', undefined],
    ['estate/thu NDC-03 Trần', 'RED-001'],
    ['"nowhere to run"', 'CAP-002'],
    ['run nowhere', 'CAP-002'],
    ['"run nowhere"', undefined],
  ])('the search for %s', (text, first) => {
    const { one, fire, visible } = opened();
    one('#search').value = text;
    fire('#search', 'input');
    const rows = visible();
    expect(String(rows.length)).toBe(one('#shown').textContent);
    expect(rows[0]?.closest('section')?.getAttribute('aria-labelledby')).toBe(first === undefined ? undefined : `rule-${first}`);
    expect(rows.length).toBeLessThan(mixed().verdicts.length);
  });

  it('finds Vietnamese without its marks', () => {
    const { one, fire, visible } = opened();
    one('#search').value = '"khong con noi chay"';
    fire('#search', 'input');
    const without = visible().length;
    one('#search').value = '"KHÔNG CÒN NƠI CHẠY"';
    fire('#search', 'input');
    expect(visible()).toHaveLength(without);
    expect(without).toBeGreaterThan(0);
    expect(without).toBeLessThan(mixed().verdicts.length);
  });

  it('filters by result, family and site', () => {
    const { one, all, fire, visible } = opened();
    const { verdicts } = mixed();
    for (const box of all('input[type="checkbox"]')) if (box.getAttribute('value') !== 'pass') box.checked = false;
    fire('#filter', 'change');
    expect(visible()).toHaveLength(verdicts.filter(({ status }) => status === 'pass').length);
    one('#family').value = 'TEN';
    fire('#family', 'change');
    expect(visible()).toHaveLength(verdicts.filter(({ status, policy }) => status === 'pass' && policy.startsWith('TEN-')).length);
    one('#site').value = 'ndc-01';
    fire('#site', 'change');
    const left = verdicts.filter(({ status, policy, subject }) => status === 'pass' && policy.startsWith('TEN-') && subject.site === 'ndc-01').length;
    expect(visible()).toHaveLength(left);
    expect(left).toBeGreaterThan(0);
  });

  it('switches the language of the page and of its title', () => {
    const { document, fire } = opened();
    expect(document.title).toBe('Báo cáo kiểm tra thu');
    fire('button[data-set-lang="en"]', 'click');
    const { documentElement: root } = document;
    expect([document.title, root.getAttribute('lang'), root.getAttribute('data-lang')]).toEqual(['Audit report thu', 'en', 'en']);
    expect(document.querySelector('button[data-set-lang="en"]')?.getAttribute('aria-pressed')).toBe('true');
    expect(document.querySelector('button[data-set-lang="vi"]')?.getAttribute('aria-pressed')).toBe('false');
  });

  it('speaks one language in its choices, and writes thousands as that one does', async () => {
    const [verdict] = mixed().verdicts;
    if (verdict === undefined) throw new Error('no verdict');
    page = await rendered(dataOf(mixed(), { verdicts: Array.from({ length: 1234 }, () => verdict) }), 'html', 'vi');
    const { one, all, fire } = opened();
    const choices = (): string[] => all('option[value=""]').map(({ textContent }) => textContent);
    expect([choices(), one('#shown').textContent]).toEqual([['Tất cả', 'Tất cả'], '1.234']);
    fire('button[data-set-lang="en"]', 'click');
    expect([choices(), one('#shown').textContent]).toEqual([['All', 'All'], '1,234']);
    expect(all('output b')[1]?.textContent).toBe('1.2341,234');
  });
});
