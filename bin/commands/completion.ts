import type { Command } from '../command.js';
import { choice } from '../command-line.js';
import { scripts, shells, type Shell } from '../completion/scripts.js';
import type { Outcome } from '../outcome.js';

export interface CompletionData {
  readonly shell: Shell;
  /** What the shell is to load. */
  readonly script: string;
}

export const command: Command = {
  options: [],
  arguments: [{ name: '<shell>', about: { vi: 'bash, zsh hoặc fish; nạp bằng: source <(ndc completion bash)', en: 'bash, zsh or fish; to load it: source <(ndc completion bash)' } }],
  examples: ['ndc completion bash', 'ndc completion zsh', 'ndc completion fish'],
  run: (_context, [asked]): Promise<Outcome<'ndc/completion.v1', CompletionData>> => {
    choice('shell', asked, shells);
    const shell = asked as Shell;
    return Promise.resolve({ kind: 'ndc/completion.v1', exit: 0, data: { shell, script: scripts[shell] } });
  },
};
