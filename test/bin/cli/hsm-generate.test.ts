import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edit, encrypt, estate } from './estates.js';
import { expectNoTrace, ndc, said, shipped } from './ndc.js';
import { workplace } from './workplace.js';

const generate = (...argv: readonly string[]) => ndc(['hsm', 'generate', '--sites', shipped, '--lang', 'en', ...argv]);
/** A program of this machine’s kind: whatever is refused before the PIN is asked for comes first. */
const program = ['--library', process.execPath];

describe('ndc hsm generate', () => {
  it.each<[string, readonly string[], string]>([
    ['a key of no inventory', ['ndc-01-sael'], 'NDC-X355 key "ndc-01-sael" is in no inventory (sites/data/keys); see ndc hsm keys. Did you mean ndc-01-seal?'],
    ['a former version', ['ndc-01-api-2026b'], 'NDC-X368 ndc-01-api-2026b is a former version of ndc-01-api-2026c and is never made again. To rotate, name ndc-01-api-2026c.'],
    ['a key in a secret store', ['ndc-01-database'], 'NDC-X368 ndc-01-database lies in no HSM'],
    ['a key that is there, without a new label', ['ndc-01-seal'], 'NDC-X368 ndc-01-seal is there since 2026-10-05. A rotation takes a new label (--label)'],
    ['the label that it bears', ['ndc-01-seal', '--label', 'ndc-01-seal'], 'NDC-X368 the label ndc-01-seal belongs to ndc-01-seal in the inventory'],
    ['the label of a former version', ['ndc-01-api-2026c', '--label', 'ndc-01-api-2026b'], 'NDC-X368 the label ndc-01-api-2026b belongs to ndc-01-api-2026c'],
    ['another label than a planned key has', ['ndc-02-seal', '--label', 'other'], 'NDC-X368 ndc-02-seal is planned, and the inventory has its label as ndc-02-seal'],
    ['a label that breaks a URI', ['ndc-01-seal', '--label', 'a;b'], 'NDC-X066 --label is "a;b"'],
    ['an id in capitals', ['ndc-02-seal', '--id', '00FF'], 'NDC-X368 --id is "00FF"; expected pairs of lower-case hexadecimal digits'],
    ['half a byte', ['ndc-02-seal', '--id', '00f'], 'NDC-X368 --id is "00f"'],
    ['another day', ['ndc-02-seal', '--as-of', '2026-10-01'], 'NDC-X368 this command makes a real key on an HSM and goes by today and the recorded data alone: leave --as-of out.'],
    ['a scenario and files that are supposed', ['ndc-02-seal', '--scenario', 'all-operating', '--with', 'x.yaml', '--lose', 'ndc-01'], 'leave --scenario, --with, --lose out.'],
    ['no library', ['ndc-02-seal'], 'NDC-X060 --library is missing'],
  ])('refuses %s before any PIN is asked for', async (_, argv, words) => {
    const ran = await generate(...argv);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(said(ran).replace(/\s+/g, ' ')).toContain(words);
    expectNoTrace(ran);
  });

  it.each([
    ['a planned key', ['ndc-02-seal']],
    ['a rotation', ['ndc-01-seal', '--label', 'ndc-01-seal-2026a', '--id', '5f1c09ab44de7702']],
  ])('of %s asks for the PIN of the partition that the inventory names, and takes it from no argument', async (_, argv) => {
    const ran = await generate(...argv, ...program);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(said(ran)).toContain('NDC-X061 PIN: neither --pin-file nor --pin-fd is given');
    expect((await generate(...argv, ...program, '--pin', '1234')).exit).toBe(2);
  });

  it('takes library and PIN file from a connection, as hsm check does', async () => {
    const { work } = workplace();
    const connected = async (library: string, ...more: readonly string[]): Promise<string> => {
      writeFileSync(join(work, '.ndc/connections/real.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: real\nsites:\n  ndc-02: {kubeconfig: kubeconfig, context: admin@ndc-01, hsm: {library: ${library}, pinFiles: {ndc-02-seal: seal.pin}}}\n`);
      return said(await ndc(['hsm', 'generate', 'ndc-02-seal', '--connection', 'real', '--sites', shipped, '--lang', 'en', ...more], { cwd: work })).replace(/\s+/g, ' ');
    };
    expect(await connected('/connected/p11.so')).toMatch(/NDC-X062 \/connected\/p11\.so/);
    expect(await connected('/connected/p11.so', '--library', '/nowhere/p11.so')).toMatch(/NDC-X062 \/nowhere\/p11\.so/);
    expect(await connected(process.execPath)).toMatch(/NDC-X061 .*seal\.pin/);
  });

  it('holds to the CKA_ID that the inventory has for a planned key, takes none that is used, and makes no kind it does not know', async () => {
    const path = estate();
    encrypt(path);
    edit(path, { 'keys/ndc-01.yaml': (text) => text.replace('label: ndc-01-api}', 'label: ndc-01-api, objectId: "00aa"}').replace('mechanism: CKM_AES_GCM', 'mechanism: CKM_VENDOR_GOST') });
    const ran = (...argv: readonly string[]) => ndc(['hsm', 'generate', ...argv, '--sites', path, '--lang', 'en', ...program]);
    const odd = said(await ran('ndc-01-api')).replace(/\s+/g, ' ');
    expect(odd).toContain('NDC-X368 this command makes no key of CKM_VENDOR_GOST and 256 bits as ndc-01-api is');
    edit(path, { 'keys/ndc-01.yaml': (text) => text.replace('CKM_VENDOR_GOST', 'CKM_AES_GCM') });
    expect(said(await ran('ndc-01-api', '--id', '00bb')).replace(/\s+/g, ' ')).toContain('NDC-X368 --id is 00bb, and the inventory has 00aa for this planned key.');
    expect(said(await ran('ndc-01-api', '--id', '00aa'))).toContain('NDC-X061');
    edit(path, { 'keys/ndc-01.yaml': (text) => text.replace('mechanism: CKM_AES_GCM', 'created: 2026-10-01, mechanism: CKM_AES_GCM') });
    expect(said(await ran('ndc-01-api', '--label', 'new', '--id', '00aa')).replace(/\s+/g, ' ')).toContain('NDC-X368 the CKA_ID 00aa belongs to ndc-01-api in the inventory');
  });
});
