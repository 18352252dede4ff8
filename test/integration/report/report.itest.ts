import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../journey/repository.js';
import { openBrowser } from './browser.js';

const run = promisify(execFile);
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** A page that was made before, another estate's perhaps; and where pictures are kept, where somebody wants to look at them. */
const { NDC_REPORT_PAGE: given, NDC_REPORT_PICTURES: pictures } = process.env;

let folder: string;
let path: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ndc-report-'));
  path = given ?? join(folder, 'report.html');
  if (given === undefined) await run(process.execPath, ['bin/ndc', 'report', '--as-of', '2026-11-01', '--lang', 'vi', '--out', path], { cwd: repository, maxBuffer: 1 << 24 });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** The page as a reader opens it, with what it asks for and what goes wrong. */
async function opened(width = 1280): Promise<{ readonly page: Page; readonly requests: readonly string[]; readonly problems: readonly string[] }> {
  const page = await browser.newPage();
  const [requests, problems]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => problems.push(`${message.type()}: ${message.text()}`));
  await page.setViewport({ width, height: 900 });
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  return { page, requests, problems };
}

/** What an expression is in the page. */
const ask = async <T>(page: Page, expression: string): Promise<T> => (await page.evaluate(expression)) as T;
const choose = (page: Page, attribute: 'lang' | 'theme', value: string): Promise<void> => page.click(`button[data-set-${attribute}="${value}"]`);
const visible = (page: Page, selector: string): Promise<number> => ask(page, `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((each) => each.checkVisibility()).length`);

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(axe, 'utf8'));
  const { violations: found } = await ask<AxeResults>(page, 'axe.run(document, { resultTypes: ["violations"] })');
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} (${failureSummary ?? ''})`).join(' | ')}`);
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** Words of drawings that leave their frame, or lie on others. */
const clashes = `[...document.querySelectorAll('.drawing svg')].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map((text) => ({ words: text.textContent, at: text.getBoundingClientRect() }));
  const outside = texts.filter(({ at }) => at.left < frame.left - 1 || at.right > frame.right + 1 || at.top < frame.top - 1 || at.bottom > frame.bottom + 1).map(({ words }) => 'outside: ' + words);
  const over = texts.flatMap(({ words, at }, index) => texts.slice(index + 1).filter((other) => Math.min(at.right, other.at.right) - Math.max(at.left, other.at.left) > 1.5 && Math.min(at.bottom, other.at.bottom) - Math.max(at.top, other.at.top) > 4).map((other) => words + ' / ' + other.words));
  return [...outside, ...over];
})`;

describe('the page of ndc report in a browser', () => {
  it.each([
    ['vi', 'light'],
    ['vi', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ])('has nothing against it for assistive technology, in %s and %s, with everything opened', async (lang, theme) => {
    const { page, problems } = await opened();
    await choose(page, 'lang', lang);
    await choose(page, 'theme', theme);
    await picture(page, `${lang}-${theme}`);
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true;');
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('asks for nothing but itself, and lets nothing be asked for', async () => {
    const { page, requests, problems } = await opened();
    expect(requests).toEqual([pathToFileURL(path).href]);
    expect(problems).toEqual([]);
    const image = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
    expect(await ask(page, `new Promise((resolve) => { const image = new Image(); image.onload = () => resolve('loaded'); image.onerror = () => resolve('refused'); image.src = '${image}'; })`)).toBe('refused');
    await page.close();
  });

  it('speaks one language at a time, title included', async () => {
    const { page } = await opened();
    for (const [lang, other, heading, title] of [
      ['vi', 'en', 'Các giai đoạn', 'Báo cáo'],
      ['en', 'vi', 'Phases', 'Report'],
    ] as const) {
      await choose(page, 'lang', lang);
      expect(await visible(page, `main span[lang="${other}"], main svg[lang="${other}"]`)).toBe(0);
      expect(await visible(page, `main span[lang="${lang}"]`)).toBeGreaterThan(100);
      expect(await ask(page, 'document.getElementById("phases").innerText')).toBe(heading);
      expect(await ask(page, 'document.documentElement.lang')).toBe(lang);
      expect(await page.title()).toContain(title);
    }
    await page.close();
  });

  it('is used by keyboard: language, and search that takes capitals and no marks', async () => {
    const { page } = await opened();
    await page.keyboard.press('Tab');
    expect(await ask(page, 'document.activeElement.getAttribute("href")')).toBe('#network');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await ask(page, 'document.documentElement.dataset.lang')).toBe('en');
    const rows = '#environments tbody tr';
    const whole = await visible(page, rows);
    const wanted = await ask<string>(page, `document.querySelector('${rows}:last-child th').textContent`);
    await page.focus('#find-environments');
    await page.keyboard.type(wanted.toUpperCase());
    const few = await visible(page, rows);
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(whole);
    expect(await ask(page, 'document.getElementById("environments-shown").textContent')).toBe(String(few));
    await page.close();
  });

  it('is no wider than a telephone, but for tables that scroll in their frame', async () => {
    const { page } = await opened(390);
    expect(await ask(page, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await picture(page, 'narrow');
    await page.close();
  });

  it('has drawings on a telephone whose words are large enough to read, and that scroll', async () => {
    const { page } = await opened(390);
    const sizes = `[...document.querySelectorAll('.drawing svg')].filter((svg) => svg.checkVisibility()).map((svg) => Math.min(...[...svg.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)))`;
    for (const size of await ask<number[]>(page, sizes)) expect(size).toBeGreaterThan(8);
    const scrolls = `[...document.querySelectorAll('.drawing')].filter((each) => each.checkVisibility()).map((each) => each.scrollWidth > each.clientWidth && getComputedStyle(each).overflowX === 'auto')`;
    for (const scrolled of await ask<boolean[]>(page, scrolls)) expect(scrolled).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('puts on paper what is folded on the screen, but for figures that a drawing shows', async () => {
    const { page } = await opened();
    const open = `[...document.querySelectorAll('details:not(.figures)')].map(({ open }) => open)`;
    const before = await ask<boolean[]>(page, open);
    expect(before).toContain(false);
    await page.evaluate(`window.seen = []; addEventListener('beforeprint', () => { window.seen = ${open}; });`);
    await page.pdf({ preferCSSPageSize: true });
    const during = await ask<boolean[]>(page, 'window.seen');
    expect(during).toHaveLength(before.length);
    expect(during).not.toContain(false);
    expect(await ask(page, open)).toEqual(before);
    await page.close();
  });

  it('has words in drawings that lie within them and not on each other', async () => {
    const { page } = await opened();
    for (const lang of ['vi', 'en']) {
      await choose(page, 'lang', lang);
      expect(await ask(page, clashes)).toEqual([]);
    }
    await page.close();
  });

  it('prints on A4, light whatever the screen shows', async () => {
    const { page } = await opened();
    await choose(page, 'theme', 'dark');
    for (const lang of ['vi', 'en']) {
      await choose(page, 'lang', lang);
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      if (pictures !== undefined) await writeFile(join(pictures, `print-${lang}.pdf`), pdf);
      // A4 in points, as the PDF says it.
      expect(Buffer.from(pdf).toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/);
    }
    await page.emulateMediaType('print');
    expect(await ask(page, 'getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  it('is smaller than 2 MB', async () => {
    expect((await stat(path)).size).toBeLessThan(2_000_000);
  });
});
