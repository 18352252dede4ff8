import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenced, row, sentence, span } from '../../../bin/present/tenant/markdown-text.js';

/** Pieces that mean something to Markdown, GitHub, HTML, a terminal or a reader's eye. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom('`', '``', '```\n', '|', '\n', '\r\n## ', '<script>', '-->', '<!-- ndc-tenant-review', '@bo-y-te', '![x](http://e/x.png)', '[a](javascript:b)', 'https://e.vn', 'www.e.vn', '#12', 'GH-12', '\u202e', '\u200b', '\u00ad', '\u{e0041}', '**', '_', '~~', '\\', '</details>', '${x}', ':+1:', '$`a`$'), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('text of others in a comment', () => {
  it('is one code span, on one line, of bounded length, whatever it says', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, longest) => {
        const shown = span(text, longest);
        // One backquote opens it, the next one closes it, at the end; nothing splits the line or the cell.
        expect(shown).toMatch(/^(–|`[^`|]+`)$/);
        expect(shown).not.toMatch(/[\r\n\u2028\u2029]|[\p{Cc}\p{Cf}]/u);
        expect(shown.length).toBeLessThanOrEqual(longest * 10 + 2);
      }),
      { numRuns: 500 },
    );
  });

  it('in a sentence is plain only where nothing in it is markup', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = sentence(text);
        expect(shown).not.toMatch(/[|\r\n\p{Cc}\p{Cf}]/u);
        // What is not between two backquotes means nothing to anybody.
        expect(shown.replace(/`[^`]+`/g, ' ')).not.toMatch(/[`<&@#*_~[\]{}$!]|:\/\/|www\.|\bGH-\d/iu);
      }),
      { numRuns: 500 },
    );
  });

  it('in a block never closes its fence', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = fenced(text, 'suggestion').split('\n');
        const [fence = ''] = /^`+/.exec(lines[0] ?? '') ?? [];
        expect(fence.length).toBeGreaterThanOrEqual(3);
        expect(lines.at(-1)).toBe(fence);
        for (const line of lines.slice(1, -1)) expect(line).not.toContain(fence);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Hồ sơ sức khỏe', '`Hồ sơ sức khỏe`'],
    ['a`b|c', '`a\\u0060b\\u007cc`'],
    ['', '–'],
    ['\u202egnp.exe', '`\\u202egnp.exe`'],
    ['dòng một\ndòng hai', '`dòng một dòng hai`'],
  ])('%j is shown as %s', (text, expected) => {
    expect(span(text)).toBe(expected);
  });

  it.each([
    ['không đủ năng lực', 'không đủ năng lực'],
    ['a -> b', 'a -\\> b'],
    ['khai trong mục `flows` của phiếu', 'khai trong mục `flows` của phiếu'],
    ['a `b', '`a \\u0060b`'],
    ['`x` @admin', '`\\u0060x\\u0060 @admin`'],
    ['gửi @admin', '`gửi @admin`'],
    ['see https://e.vn', '`see https://e.vn`'],
  ])('%j reads %s', (text, expected) => {
    expect(sentence(text)).toBe(expected);
  });

  it('keeps a row a row', () => {
    expect(row([span('a|b'), span('c')])).toBe('| `a\\u007cb` | `c` |');
  });
});
