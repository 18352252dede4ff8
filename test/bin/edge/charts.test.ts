import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { chartFiles } from '../../../bin/edge/charts.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
let server: Server;
let url: string;
let answer: { status: number; text: string };
beforeEach(async () => {
  answer = { status: 200, text: 'apiVersion: v1\nentries:\n  cilium: []\n' };
  server = createServer((request, response) => {
    response.writeHead(request.url === '/charts/index.yaml' ? answer.status : 404);
    response.end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/charts`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

describe('the chart repository', () => {
  it.each(['', '/'])('is named ndc, with its index where helm looks for it (address ends in "%s")', async (end) => {
    const { repositories, cache } = await chartFiles(folder.path, 'c', url + end);
    expect((parse(await readFile(repositories, 'utf8')) as { repositories: unknown }).repositories).toEqual([{ name: 'ndc', url }]);
    expect(await readFile(join(cache, 'ndc-index.yaml'), 'utf8')).toBe(answer.text);
  });

  it.each([
    ['an error', 500, 'x'],
    ['no index', 200, '<html>'],
  ])('that answers with %s is an environment failure naming the address', async (_, status, text) => {
    answer = { status, text };
    await expect(chartFiles(folder.path, 'c', url)).rejects.toMatchObject({ exit: 3, code: 'NDC-X135', text: { en: expect.stringContaining(`${url}/index.yaml`) as string } });
  });

  it('that is not there says why', async () => {
    await expect(chartFiles(folder.path, 'c', 'http://127.0.0.1:1')).rejects.toMatchObject({ exit: 3, text: { en: expect.stringContaining('fetch failed: ') as string } });
  });
});
