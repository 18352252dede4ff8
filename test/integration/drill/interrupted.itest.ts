import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { tracesOf } from '../../../bin/edge/laboratory/leftovers.js';
import { outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import { repository } from '../journey/repository.js';
import { drillFolder, expectNothingLeft } from './traces.js';

describe('a drill that is broken off', () => {
  const folder = drillFolder();

  const start = (...more: string[]) =>
    execa(process.execPath, [join(repository, 'bin/ndc'), 'dr', 'drill', '--sites', join(repository, 'sites/data'), '--scenario', 'all-operating', '--lose', 'site/ndc-02', '--lang', 'en', ...more], { cwd: folder(), reject: false, env: { NO_COLOR: '1' } });

  /** Waits until a line begins so. */
  const reached = (drill: ReturnType<typeof start>, line: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      let said = '';
      drill.stderr.on('data', (bytes: Buffer) => {
        said += bytes.toString('utf8');
        if (said.split('\n').some((one) => line.test(one))) resolve();
      });
      void drill.then(() => reject(new Error(`it ended before ${String(line)}: ${said}`)));
    });

  it.each<[string, RegExp, readonly string[]]>([
    ['while clients write', /^write:/, ['--part', 'site-dead']],
    ['after the power is gone', /^lose-power:/, ['--part', 'site-dead']],
    ['with two primaries', /^force-promotion:/, ['--part', 'link-cut']],
    ['while the log goes to the store', /^archive:/, ['--part', 'bad-delete']],
  ])('%s leaves nothing, and says that it can be run again', async (_, line, more) => {
    const drill = start(...more);
    await reached(drill, line);
    drill.kill('SIGINT');
    const { exitCode, stderr } = await drill;
    expect(stderr).toContain('NDC-X426');
    expect(stderr).not.toMatch(/NDC-X999|^\s+at /m);
    expect(exitCode).toBe(3);
    await expectNothingLeft();
  });

  it('by the machine itself leaves what the next run removes, and that run is whole', async () => {
    const drill = start('--part', 'site-dead');
    await reached(drill, /^write:/);
    drill.kill('SIGKILL');
    await drill;
    expect((await tracesOf()).namespaces).toHaveLength(4);
    const { exitCode, stdout, stderr } = await start('--part', 'site-dead', '--json');
    expect(stderr).toContain('removed 1 laboratories that were broken off');
    expect(exitCode).toBe(0);
    const schema = outcomeSchemaOf('ndc/dr-drill.v1');
    const printed: unknown = JSON.parse(stdout);
    const read = schema?.safeParse(printed);
    expect(read?.error?.issues ?? []).toEqual([]);
    expect(read?.data).toEqual(printed);
    await expectNothingLeft();
  });
});
