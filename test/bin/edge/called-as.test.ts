import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { calledAs } from '../../../bin/edge/called-as.js';

describe('what the toolkit is called by', () => {
  let top = '';
  let entry = '';
  beforeAll(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), 'ndc-called-')));
    for (const folder of ['clone/bin', 'clone/docs/vi', 'on path', 'other']) mkdirSync(join(top, folder), { recursive: true });
    entry = join(top, 'clone/bin/ndc');
    writeFileSync(entry, '');
    writeFileSync(join(top, 'other/ndc'), '');
    symlinkSync(entry, join(top, 'on path/ndc'));
  });
  it('is the way to it where no search path leads there', () => {
    expect(calledAs(entry, { PATH: '/usr/bin' }, join(top, 'clone'))).toBe('bin/ndc');
    expect(calledAs(entry, {}, join(top, 'clone/docs/vi'))).toBe('../../bin/ndc');
    expect(calledAs(entry, {}, join(top, 'clone/bin'))).toBe('./ndc');
    expect(calledAs(entry, {}, '/')).toBe(entry.slice(1));
    expect(calledAs(entry, { PATH: join(top, 'other') }, join(top, 'clone'))).toBe('bin/ndc');
  });
  it('is ndc where that leads to it, first on the search path', () => {
    expect(calledAs(join(top, 'on path/ndc'), { PATH: join(top, 'on path') }, top)).toBe('ndc');
    expect(calledAs(entry, { PATH: `${join(top, 'on path')}:${join(top, 'other')}` }, top)).toBe('ndc');
    expect(calledAs(entry, { PATH: `${join(top, 'other')}:${join(top, 'on path')}` }, top)).toBe('clone/bin/ndc');
  });
  it('is npx where npx runs it', () => {
    expect(calledAs(entry, { PATH: join(top, 'on path'), npm_command: 'exec' }, top)).toBe('npx ndc');
  });
  it('is quoted where a shell would break it', () => {
    expect(calledAs(join(top, 'on path/ndc'), {}, top)).toBe("'on path/ndc'");
  });
});
