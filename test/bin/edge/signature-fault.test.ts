import { describe, expect, it } from 'vitest';
import { whyNobody, whyNotHolding } from '../../../bin/edge/signature-fault.js';

/** What OpenSSH 9.2 prints; the name of the list is whoever gives it. */
describe('why no listed key is the one that signed', () => {
  it.each([
    ['No principal matched.\n', /^the key that signed is not in the list of signers$/, /^khóa đã ký không có trong danh sách người ký$/],
    ["Couldn't parse signature: missing header\nsig_find_principals: sshsig_armor: invalid format\n", /no SSH signature, or a damaged one/, /không phải chữ ký SSH, hoặc đã hỏng/],
    ['sig_find_principals: sshsig_get_pubkey: invalid format\n', /no SSH signature, or a damaged one/, /không phải chữ ký SSH/],
    ['signers:1: key has expired: verify time 2026-11-30T19:43:58 > valid-before 2020-01-01T00:00:00\nNo principal matched.\n', /has expired \(valid-before 2020-01-01\)/, /đã hết hạn \(valid-before 2020-01-01\)/],
    ['signers:1: key is not yet valid: verify time 2026-11-30T19:43:58 < valid-after 2099-01-01T00:00:00\nNo principal matched.\n', /not valid yet \(valid-after 2099-01-01\)/, /chưa đến hạn dùng \(valid-after 2099-01-01\)/],
    ['signers:1: missing key\nsigners:4: invalid key\nNo principal matched.\n', /cannot be read \(line 1, 4\)/, /dòng không đọc được \(dòng 1, 4\)/],
    // What the key's own line says comes before what is wrong with others'.
    ['signers:1: missing key\nsigners:2: key has expired: verify time 2026-11-30T19:43:58 > valid-before 2020-01-01T00:00:00\n', /has expired/, /đã hết hạn/],
  ])('%j', (said, en, vi) => {
    expect(whyNobody(said).en).toMatch(en);
    expect(whyNobody(said).vi).toMatch(vi);
  });
});

it.each([
  ['a\n\nb\n', 'the key that signed is not in the list of signers'],
  ['a\nno key\nb\n', 'the key that signed was not found: the list of signers holds what cannot be read (line 2)'],
])('an empty line is no fault of the list %j', (list, en) => expect(whyNobody('signers:2: missing key\nNo principal matched.\n', list).en).toBe(en));

describe('why a signature of a listed key does not hold', () => {
  it.each([
    ['Signature verification failed: incorrect signature\nCould not verify signature.', 'the signature does not hold: these are not the bytes that were signed', 'chữ ký không khớp: nội dung này không phải nội dung đã được ký'],
    ["Couldn't verify signature: namespace does not match\nCould not verify signature.", 'the signature does not hold: it was made for another purpose than "ndc"', 'chữ ký không khớp: nó được lập cho mục đích khác, không phải "ndc"'],
    ['signers:1: key is not permitted for use in signature namespace "ndc"\nCould not verify signature.', 'the list of signers does not let this key sign for "ndc" (namespaces)', 'danh sách người ký không cho khóa này ký cho mục đích "ndc" (namespaces)'],
    ['some \u001b[2J new words', 'the signature does not hold (some \\u001b[2J new words)', 'chữ ký không khớp (nguyên văn của ssh-keygen: "some \\u001b[2J new words")'],
    ['', 'the signature does not hold', 'chữ ký không khớp'],
  ])('%j', (said, en, vi) => expect(whyNotHolding(said)).toEqual({ vi, en }));
});
