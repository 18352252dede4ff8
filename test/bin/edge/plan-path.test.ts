import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plansAt } from '../../../bin/edge/plan-path.js';
import { eachInAFolder } from './folder.js';
import { hasPipes, makePipe } from './pipe.js';

const folder = eachInAFolder();
const inside = (...names: string[]): string => join(folder.path, ...names);
const write = (...names: string[]): string => {
  const path = inside(...names);
  writeFileSync(path, '{}');
  return path;
};

describe('what the command line names', () => {
  it('is files as they are, and folders with every plan below them in a fixed order', async () => {
    mkdirSync(inside('plans', 'deep'), { recursive: true });
    mkdirSync(inside('plans', '.terraform'));
    const named = write('tfplan');
    for (const name of ['b.json', 'a.json.gz', 'c.JSON', 'x.tf', 'main.tf.json', 'values.tfvars.json', '.hidden.json', 'deep/d.json', '.terraform/e.json']) write('plans', name);
    const found = await plansAt([named, inside('plans')]);
    expect(found.plans.map(({ path, name }) => [name, path.slice(folder.path.length + 1)])).toEqual([
      ['tfplan', 'tfplan'],
      ['a.json.gz', 'plans/a.json.gz'],
      ['b.json', 'plans/b.json'],
      ['c.JSON', 'plans/c.JSON'],
      ['deep/d.json', 'plans/deep/d.json'],
    ]);
    expect(found.notRead.map((path) => path.slice(folder.path.length + 1))).toEqual(['plans/main.tf.json', 'plans/values.tfvars.json', 'plans/x.tf']);
  });

  it('goes by a short name that no machine changes, and that no two share', async () => {
    for (const each of ['one', 'two', join('other', 'one')]) {
      mkdirSync(inside(each), { recursive: true });
      write(each, 'a.json');
    }
    const names = async (...given: string[]): Promise<string[]> => (await plansAt(given)).plans.map(({ name }) => name);
    expect(await names(inside('one'))).toEqual(['a.json']);
    expect(await names(inside('one', 'a.json'))).toEqual(['a.json']);
    expect(await names(inside('one'), inside('two'))).toEqual(['one/a.json', 'two/a.json']);
    expect(await names(inside('one'), inside('other', 'one'))).toEqual([inside('one', 'a.json'), inside('other', 'one', 'a.json')]);
    // Below the working directory a path leads there: it stays as it was typed.
    expect(await names('package.json')).toEqual(['package.json']);
    expect((await names('sites/schema'))[0]).toMatch(/^sites\/schema\//);
  });

  it.each<[string, () => string, RegExp]>([
    ['nothing there', () => inside('no'), /there is no file, folder or plan set of that name/],
    ['nothing below a file', () => `${write('f')}/x`, /there is no file, folder or plan set of that name/],
    ['an empty folder', () => folder.path, /holds no \.json or \.json\.gz file/],
    ['a folder of other files', () => (write('a.txt'), folder.path), /holds no \.json or \.json\.gz file, only a\.txt\. Export/],
    ['a folder of synthesised configuration', () => (mkdirSync(inside('s')), write('s', 'cdk.tf.json'), write('a.txt'), folder.path), /holds configuration only \(s\/cdk\.tf\.json\), and no plan; `ndc check` judges/],
    ['a folder of much of it', () => (['a', 'b', 'c', 'd', 'e', 'f'].map((name) => write(`${name}.tf.json`)), folder.path), /\(a\.tf\.json, .*e\.tf\.json … \(\+1\)\)/],
    ['a folder of a file with a terminal escape', () => (write('a\u001b[2J.txt'), folder.path), /only a\\u001b\[2J\.txt/],
    ['a link to a file', () => (write('a.json'), symlinkSync('a.json', inside('l.json')), inside('l.json')), /a symbolic link.*Name the file it points at/],
    ['a link to a folder', () => (mkdirSync(inside('d')), symlinkSync('d', inside('l')), inside('l')), /a symbolic link/],
    ['a dead link', () => (symlinkSync('nowhere', inside('l')), inside('l')), /a symbolic link/],
    ['a folder that leads back into itself', () => (write('a.json'), symlinkSync('.', inside('loop')), folder.path), /loop: this is a symbolic link/],
    ['a link to a secret in a folder', () => (write('a.json'), symlinkSync('/etc/passwd', inside('b.json')), folder.path), /b\.json: this is a symbolic link/],
    ['a device', () => '/dev/null', /a device, a pipe or a socket.*ndc audit -/],
    ['a folder without a floor', () => (mkdirSync(inside(...'123456789a'.split('')), { recursive: true }), folder.path), /nested deeper than 8 levels/],
    ['a name with a terminal escape', () => inside('a\u001b[2Jb'), /a\\u001b\[2Jb: there is no file/],
  ])('is refused: %s', async (_name, make, message) => {
    await expect(plansAt([make()])).rejects.toThrow(message);
  });

  it.runIf(hasPipes)('is refused: a pipe, named or in a folder', async () => {
    write('a.json');
    makePipe(inside('p.json'));
    for (const named of [inside('p.json'), folder.path]) await expect(plansAt([named])).rejects.toThrow(/p\.json: this is a device, a pipe or a socket/);
  });

  it('is refused: a socket', async () => {
    const server = createServer().listen(inside('s.json'));
    await new Promise((resolve) => server.once('listening', resolve));
    await expect(plansAt([inside('s.json')])).rejects.toThrow('a device, a pipe or a socket');
    await new Promise((resolve) => server.close(resolve));
  });
});
