import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HsmKeysData } from '../../../bin/hsm-keys-data.js';
import { edit, encrypt, estate } from './estates.js';
import { expectNoTrace, jsonOf, ndc, said, type Ran } from './ndc.js';

/** A key that is gone as a whole: one version by a ceremony of its own, one along with the key. */
const destroyed = 'created: 2022-10-05, rotated: 2026-02-01, destroyed: {on: 2026-10-20, record: BB-12/2026, neededUntil: 2026-10-19}, previous: [{id: backup-1, label: backup-1, objectId: "00a1", from: 2022-10-05, until: 2023-01-02, neededUntil: 2024-03-01, destroyed: 2024-03-02}, {id: backup-2, label: backup-2, from: 2023-01-02, until: 2026-02-01, neededUntil: 2026-10-19}], ';

/** What stands of the key in the text of a listing: its lines, each with those that go on with it. */
const notes = (out: string): string => out.replace(/\n {4}/g, ' ');

describe('a key that is destroyed as a whole', () => {
  const run = (...argv: readonly string[]): Promise<Ran> => {
    const path = estate();
    encrypt(path);
    edit(path, { 'keys/ndc-01.yaml': (text) => text.replace('mechanism: CKM_AES_GCM, bits: 256, extractable: false, rotationDays: 90, domain: {name: vn, sharedWith: [ndc-02, ndc-03]}, backups: [{medium: cards, place: Két}], standards: [], opens: [backup/ndc-01]', `${destroyed}$&`) });
    expect(readFileSync(join(path, 'keys/ndc-01.yaml'), 'utf8')).toContain('BB-12/2026');
    return ndc([...argv, '--sites', path, ...(argv[1] === 'generate' ? [] : ['--as-of', '2026-11-01'])]);
  };

  describe('in ndc hsm keys', () => {
    it('stands at the end with its day, its record and all its versions, due for nothing', async () => {
      const json = jsonOf<HsmKeysData>(await run('hsm', 'keys', '--site', 'ndc-01', '--json'));
      expect(json.keys.at(-1)).toMatchObject({
        id: 'ndc-01-backup',
        standing: 'destroyed',
        destroyed: { on: '2026-10-20', record: 'BB-12/2026', neededUntil: '2026-10-19' },
        findings: [],
        previous: [
          { id: 'backup-1', destroyed: '2024-03-02' },
          // Gone with the key, whose day it has.
          { id: 'backup-2', destroyed: '2026-10-20' },
        ],
      });
      expect(json.keys.at(-1)?.due).toBeUndefined();
    });

    it.each([
      ['vi', ['ndc-01-backup: đã hủy ngày 20/10/2026; biên bản: BB-12/2026; thứ cuối cùng nó mở hết hạn ngày 19/10/2026', 'backup-1: đã hủy ngày 02/03/2024; thứ cuối cùng nó mở hết hạn ngày 01/03/2024', 'backup-2: đã hủy ngày 20/10/2026; thứ cuối cùng nó mở hết hạn ngày 19/10/2026']],
      ['en', ['ndc-01-backup: destroyed on 2026-10-20; record: BB-12/2026; the last thing that it opened expired on 2026-10-19', 'backup-1: destroyed on 2024-03-02; the last thing that it opened expired on 2024-03-01', 'backup-2: destroyed on 2026-10-20; the last thing that it opened expired on 2026-10-19']],
    ])('is told in %s as an auditor asks for it', async (lang, lines) => {
      const { exit, out } = await run('hsm', 'keys', '--site', 'ndc-01', '--lang', lang);
      expect(exit).toBe(0);
      for (const line of lines) expect(notes(out).split('\n').map((one) => one.trim())).toContain(line);
      expect(out).toMatch(lang === 'vi' ? /\nndc-01-backup .* đã hủy/ : /\nndc-01-backup .* destroyed/);
    });

    it('as csv keeps its day and record in columns of their own', async () => {
      const { out } = await run('hsm', 'keys', '--site', 'ndc-01', '--format', 'csv', '--lang', 'en');
      const rows = out.replace(/^\ufeff/, '').trimEnd().split('\r\n').map((row) => row.split(','));
      const at = (name: string): string | undefined => rows.at(-1)?.[rows[0]?.indexOf(name) ?? -1];
      expect([at('key'), at('standing'), at('destroyed'), at('record'), at('needed until')]).toEqual(['ndc-01-backup', 'destroyed', '2026-10-20', 'BB-12/2026', '2026-10-19']);
    });
  });

  it.each([
    ['the key', 'ndc-01-backup', 'ndc-01-backup was destroyed on 2026-10-20 (BB-12/2026) by the inventory of ndc-01', 'ndc-01-backup đã bị hủy ngày 20/10/2026 (BB-12/2026) theo danh mục của ndc-01'],
    ['a version that went before', 'backup-1', 'backup-1 was destroyed on 2024-03-02 by', 'backup-1 đã bị hủy ngày 02/03/2024 theo'],
    ['a version that went with it', 'backup-2', 'backup-2 was destroyed on 2026-10-20 (BB-12/2026) by', 'backup-2 đã bị hủy ngày 20/10/2026 (BB-12/2026) theo'],
  ])('has no ceremony any more: of %s nothing is left to do', async (_, id, en, vi) => {
    for (const [lang, words] of [['en', en], ['vi', vi]] as const)
      for (const act of [[], ['--do', 'destroy'], ...(id === 'ndc-01-backup' ? [['--do', 'create'], ['--do', 'rotate'], ['--do', 'backup']] : [])]) {
        const ran = await run('hsm', 'ceremony', id, ...act, '--lang', lang);
        expect([ran.exit, ran.out]).toEqual([2, '']);
        expect(said(ran).replace(/\s+/g, ' ')).toContain(`NDC-X367 ${words}`);
        expectNoTrace(ran);
      }
  });

  it('is not made again', async () => {
    const ran = await run('hsm', 'generate', 'ndc-01-backup', '--lang', 'en');
    expect([ran.exit, said(ran).replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('NDC-X368 ndc-01-backup was destroyed on 2026-10-20: its id, label and CKA_ID are never used again.')]);
  });
});
