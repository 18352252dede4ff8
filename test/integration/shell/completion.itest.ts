import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { repository } from '../journey/repository.js';

/** What bash would offer for a line, by the script that `ndc completion bash` prints. */
async function offered(...line: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await execa('bash', ['-c', 'PATH="$PWD/bin:$PATH"; source <(ndc completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ndc; printf "%s\\n" "${COMPREPLY[@]}"', 'bash', ...line], { cwd: repository, env: { LC_ALL: 'C' } });
  return stdout.split('\n');
}

describe('the Tab key in bash', () => {
  it('asks ndc what may stand there, and looks for files itself', async () => {
    expect(await offered('ndc', 'tenant', 'ch')).toEqual(['check']);
    expect(await offered('bin/ndc', 'plan', '--site', '')).toEqual(['ndc-01', 'ndc-02', 'ndc-03']);
    expect(await offered('bin/ndc', 'plan', '--site', 'ndc-02', '')).toEqual(['ndc-01', 'ndc-03']);
    expect(await offered('bin/ndc', 'drift', '--stack', 'ndc-02-p')).toEqual(['ndc-02-platform', 'ndc-02-protection']);
    expect(await offered('ndc', 'tenant', 'check', 'sites/data/links')).toEqual(['sites/data/links.yaml']);
    expect(await offered('ndc', 'check', '--sites', 'sites/dat')).toEqual(['sites/data']);
  });
});

const zsh = await execa('zsh', ['-f', '-c', 'true'], { reject: false });

describe.skipIf(zsh.exitCode !== 0)('the Tab key in zsh', () => {
  /** What the script hands to zsh's own list, which describes a word behind its first colon. */
  const described = async (...line: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await execa('zsh', ['-f', '-c', 'PATH="$PWD/bin:$PATH"; compdef() { :; }; _describe() { print -l -- "${(@P)4}"; }; source <(ndc completion zsh); words=("$@"); CURRENT=$#; _ndc', 'zsh', ...line], { cwd: repository, env: { LC_ALL: 'C' } });
    return stdout.split('\n');
  };

  it('describes what has a description and nothing else, in the order given', async () => {
    expect(await described('ndc', 'plan', '--site', '')).toEqual(['ndc-01', 'ndc-02', 'ndc-03']);
    expect(await described('ndc', 'tenant', 'ch')).toEqual([expect.stringMatching(/^check:[a-z]/)]);
  });
});
