import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * Chromium as it is installed: NDC_CHROMIUM, or one of its usual names on PATH.
 *
 * @throws where there is none: a page that no browser has opened is not tested.
 */
export async function browserPath(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const given = env['NDC_CHROMIUM'];
  if (given !== undefined && given !== '') return given;
  for (const folder of (env['PATH'] ?? '').split(delimiter))
    for (const name of names) {
      const path = join(folder, name);
      try {
        await access(path, constants.X_OK);
        return path;
      } catch {
        continue;
      }
    }
  throw new Error('no Chromium was found: apt-get install chromium, or set NDC_CHROMIUM to its program');
}

/** Headless, without a sandbox of its own: tests run as root, and open nothing but the page that was just written. */
export const openBrowser = async (): Promise<Browser> => puppeteer.launch({ executablePath: await browserPath(), headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
