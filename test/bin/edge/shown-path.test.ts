import { describe, expect, it } from 'vitest';
import { errorText } from '../../../bin/edge/sandbox/errno.js';
import { shownPath } from '../../../bin/edge/shown-path.js';

describe('a path in a message', () => {
  it.each([
    ['/home/an/work/.ndc/connections', '.ndc/connections'],
    ['/home/an/work', '.'],
    ['/home/an/other/file', '../other/file'],
    ['/etc/x', '/etc/x'],
    ['sites/data', 'sites/data'],
    ['./sites', './sites'],
  ])('%s is shown as %s', (path, shown) => {
    expect(shownPath(path, '/home/an/work')).toBe(shown);
  });
});

describe('the words of a system error', () => {
  const thrown = (message: string, more: object): Error => Object.assign(new Error(message), more);

  it.each([
    [thrown("ENOENT: no such file or directory, open '/home/an/x'", { syscall: 'open', path: '/home/an/x' }), 'ENOENT: no such file or directory'],
    [thrown("EXDEV: cross-device link not permitted, rename '/a' -> '/b'", { syscall: 'rename', path: '/a', dest: '/b' }), 'EXDEV: cross-device link not permitted'],
    [thrown('connect ECONNREFUSED 127.0.0.1:1', { syscall: 'connect' }), 'connect ECONNREFUSED 127.0.0.1:1'],
    [new Error("no value, open 'it'"), "no value, open 'it'"],
    ['plain words', 'plain words'],
  ])('%s leave the path to the message', (error, text) => {
    expect(errorText(error)).toBe(text);
  });
});
