import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { estate, filesOf, folder, swap } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, small } from './ndc.js';

const given = ['--sites', small, ...asOf, '--scenario', 'all-operating'] as const;

describe('ndc synth', () => {
  it('twice, into two folders and over what it wrote: the same bytes, and no file besides', async () => {
    const work = folder();
    const first = await ndc(['synth', ...given, '--out', join(work, 'one')]);
    expect(first.exit).toBe(0);
    await ndc(['synth', ...given, '--out', join(work, 'two')]);
    const written = filesOf(join(work, 'one'));
    expect(filesOf(join(work, 'two'))).toEqual(written);
    await ndc(['synth', ...given, '--out', join(work, 'one')]);
    expect(filesOf(join(work, 'one'))).toEqual(written);

    const { stacks } = jsonOf<{ stacks: { name: string }[] }>(await ndc(['synth', ...given, '--out', join(work, 'three'), '--json']));
    expect(Object.keys(written)).toEqual(stacks.map(({ name }) => `${name}/cdk.tf.json`).sort());
    expect(stacks.length).toBe(11);
    expect(first.reached).toEqual([]);
  });

  it('says the same whatever order the disk gives, time and language', async () => {
    const work = folder();
    await ndc(['synth', ...given, '--out', join(work, 'one')]);
    await ndc(['synth', '--sites', estate(), '--as-of', '2027-Q2', '--scenario', 'all-operating', '--lang', 'vi', '--out', join(work, 'two')], { env: { TZ: 'Asia/Ho_Chi_Minh', LANG: 'vi_VN.UTF-8' } });
    expect(filesOf(join(work, 'two'))).toEqual(filesOf(join(work, 'one')));
  });

  it('writes names holding ${…}, %{…}, tokens and quotes literally: escaped for Terraform, nothing left to evaluate', async () => {
    const work = folder();
    const hostile = estate({ 'tenants/so-b.yaml': swap('name: Cổng tin', `name: 'x"} \${path.cwd} $\${y} %{ for a in b } \${TfToken[TOKEN.7]}'`) });
    expect((await ndc(['synth', '--sites', hostile, ...asOf, '--out', work])).exit).toBe(0);
    const text = filesOf(work)['ndc-01-tenant-so-b/cdk.tf.json'] ?? '';
    expect(text).toContain('x\\"} $${path.cwd} $$${y} %%{ for a in b } $${TfToken[TOKEN.7]}');
    for (const [name, json] of Object.entries(filesOf(work))) {
      expect(() => JSON.parse(json) as unknown, name).not.toThrow();
      expect(json.replaceAll('$${', '').match(/\$\{(path|y|TfToken)[^}]*\}/g), name).toBeNull();
    }
  });

  it('--site, --organisation and --stack choose', async () => {
    const names = async (...more: readonly string[]): Promise<string[]> => jsonOf<{ stacks: { name: string }[] }>(await ndc(['synth', ...given, '--json', '--out', folder(), ...more])).stacks.map(({ name }) => name);
    expect(await names('--site', 'ndc-02')).toEqual(['ndc-02-platform', 'ndc-02-tenant-bo-a', 'ndc-02-protection']);
    expect(await names('--organisation', 'so-b')).toEqual(['ndc-01-tenant-so-b', 'ndc-03-tenant-so-b']);
    expect(await names('--stack', 'ndc-03-platform')).toEqual(['ndc-03-platform']);
    expect(await names('--site', 'ndc-02', 'ndc-03', '--organisation', 'bo-a')).toEqual(['ndc-02-tenant-bo-a', 'ndc-03-tenant-bo-a']);
  });

  it('an output folder that is a file: exit 3, what to do, and the file is as it was', async () => {
    const work = folder();
    writeFileSync(join(work, 'out'), 'mine');
    const ran = await ndc(['synth', ...given, '--out', join(work, 'out')]);
    expect(ran.exit).toBe(3);
    expect(ran.err).toContain('NDC-X102');
    expectNoTrace(ran);
    expect(filesOf(work)).toEqual({ out: 'mine' });
  });
});
