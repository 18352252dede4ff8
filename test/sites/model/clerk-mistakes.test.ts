import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { problemOf, problems } from '../../../sites/model/yaml-problems.js';
import { baseFiles, load, put, vietnamese, type Changes } from './estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const own = baseFiles[tenant] ?? '';
const told = (text: string | Uint8Array): string[] => vietnamese({ [tenant]: text } satisfies Changes).map((line) => line.replace(`${tenant}:`, ''));
const changed = (from: string, to: string): string[] => told(put(from, to)(own));

describe('a space that is none', () => {
  it.each([
    ['in the indentation', '    name: Hồ', '\u00a0   name: Hồ', '7:1 NDC-E003 sai cú pháp YAML: ở đây có ký tự U+00A0 (dấu cách không ngắt)'],
    ['after spaces', '    sharing: ', '  \u3000 sharing: ', '9:3 NDC-E003 sai cú pháp YAML: ở đây có ký tự U+3000 (dấu cách toàn chiều)'],
    ['after a colon', 'sharing: shared', 'sharing:\u00a0shared', '9:13 NDC-E003 sai cú pháp YAML: ở đây có ký tự U+00A0'],
    ['of another width', '    name: Hồ', '   \u2003name: Hồ', '7:4 NDC-E003 sai cú pháp YAML: ở đây có ký tự U+2003 (ký tự trắng lạ)'],
  ])('is named with its place %s', (_, from, to, start) => {
    const lines = changed(from, to);
    expect(lines[0]).toContain(start);
    expect(lines[0]).toContain('hãy xóa và gõ lại bằng phím cách');
    expect(lines).toHaveLength(1);
  });
  it('is counted where many lines have it', () => {
    expect(told(own.replace(/^ {4}(?=\w)/gm, '\u00a0   '))[0]).toMatch(/7:1 .* \(có trên \d+ dòng\)/);
  });
  it('is no matter where a text holds it', () => {
    expect('estate' in load({ [tenant]: put('name: Hồ sơ sức', 'name: Hồ\u00a0sơ sức')(own) })).toBe(true);
  });
});

describe('what the YAML parser complains of', () => {
  it.each(Object.entries(problems))('has words in Vietnamese: %s', (code, { vi, en }) => {
    expect(vi).not.toBe(en);
    expect(problemOf(code as keyof typeof problems, 'Whatever the library says', '').vi).toBe(vi);
  });
  it.each([
    ['one space too few', '    sharing', '   sharing', 'dòng thụt vào ít hơn các dòng cùng nhóm'],
    ['one space too many', '    sharing', '     sharing', 'thẳng hàng'],
    ['no space after a colon in brackets', '{cpu: 8,', '{"cpu": 8 "x": 1,', 'bên trong [ ] hoặc { }'],
    ['a list beside its key', 'environments:\n      - name', 'environments: - name', 'dấu gạch (-) của danh sách phải ở dòng riêng'],
    ['words after a quotation', 'name: Hồ sơ sức khỏe điện tử', 'name: "Hồ sơ" sức khỏe', 'sau dấu nháy đóng còn chữ'],
    ['two commas', '{cpu: 8,', '{cpu: 8,,', 'có dấu phẩy thừa trong ngoặc'],
    ['an ampersand', 'name: Hồ sơ sức khỏe điện tử', 'name: & khác', 'hãy đặt cả giá trị trong dấu nháy'],
    ['a comment without its space', 'name: Hồ sơ sức khỏe điện tử', 'name: "Hồ sơ"#x', 'trước dấu # của một ghi chú phải có dấu cách'],
  ])('is told in Vietnamese: %s', (_, from, to, words) => {
    const lines = changed(from, to);
    expect(lines[0]).toContain(words);
    expect(lines.join()).not.toMatch(/\b(?:the|without|must|indicator|items|unexpected)\b/i);
  });
});

describe('letters', () => {
  it('of another alphabet are named in a mailbox, with the right one', () => {
    expect(changed('mailbox: platform@', 'mailbox: plаtform@')).toEqual([
      '4:65 NDC-E008 owners.mailbox là "plаtform@example.vn", trong đó chữ "а" ở vị trí 3 là chữ Kirin (U+0430), không phải chữ Latin; cần một hộp thư, ví dụ platform@example.vn. Có phải ý bạn là platform@example.vn?',
    ]);
  });
  it('that nobody sees are named', () => {
    expect(changed('sharing: shared', 'sharing: "sha\u200bred"')[0]).toContain('có ký tự không nhìn thấy (U+200B) tại vị trí 4');
  });
});

describe('values', () => {
  it('written in both of two ways are told as that', () => {
    expect(changed('quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}', 'quota: {size: s, cpu: 16}')).toEqual([
      '15:16 NDC-E008 systems.0 (ho-so-suc-khoe).environments.0 (prod).quota là một nhóm có cả size và cpu; cần một trong hai cách ghi, không cả hai: size; hoặc cpu, memory, gpu, storage, pods, loadBalancers, backup.',
    ]);
  });
  it('in a map where a list belongs are told with the dash', () => {
    expect(changed('  - id: ho-so-suc-khoe', '    id: ho-so-suc-khoe')[0]).toContain('cần một danh sách; mỗi mục bắt đầu bằng dấu gạch và một dấu cách, ví dụ dòng đầu là "  - id: ho-so-suc-khoe"');
  });
  it('that are numbers are quoted as they are written', () => {
    expect(changed('mailbox: platform@example.vn', 'mailbox: 0912345678')).toEqual(['4:65 NDC-E008 owners.mailbox là "0912345678"; cần một hộp thư, ví dụ platform@example.vn.']);
    expect(changed('technical: Trung tâm', 'technical: 0912345678')[0]).toContain('technical là "0912345678"; cần một đoạn chữ từ 1 đến 120 ký tự, không có ký tự điều khiển. Có phải ý bạn là "0912345678" (trong dấu nháy)?');
  });
  it.each([
    ['2027-06-31', 'tháng 6/2027 chỉ có từ ngày 1 đến ngày 30'],
    ['2027-02-29', 'tháng 2/2027 chỉ có từ ngày 1 đến ngày 28'],
    ['2028-02-30', 'tháng 2/2028 chỉ có từ ngày 1 đến ngày 29'],
    ['31/06/2027', 'tháng 6/2027 chỉ có từ ngày 1 đến ngày 30'],
    ['2027-13-01', 'không có tháng 13'],
  ])('that are no day of the calendar say so: %s', (written, words) => {
    expect(changed('        placement:', `        expiresAt: ${written}\n        placement:`)[0]).toContain(`cần một ngày có trong lịch: ${words}.`);
  });
});

describe('a file in another encoding', () => {
  const utf16 = Buffer.from(own, 'utf16le');
  it.each<[string, Uint8Array, string]>([
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'tệp được lưu bằng bảng mã UTF-16'],
    ['UTF-16 of the other order', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), 'tệp được lưu bằng bảng mã UTF-16'],
    ['UTF-16 without its mark', utf16, 'tệp được lưu bằng bảng mã UTF-16'],
    ['an old code page', Buffer.from(own.replaceAll(/[^\0-\x7f]/g, '\u00ea'), 'latin1'), 'tệp không phải văn bản UTF-8; có thể được lưu bằng bảng mã cũ như CP1258'],
  ])('is told how to save it: %s', (_, bytes, words) => {
    const [line] = told(bytes);
    expect(line).toContain(words);
    expect(line).toContain('Mã hóa (Encoding) là UTF-8');
  });
});
