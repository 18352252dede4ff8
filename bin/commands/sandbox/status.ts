import type { Command } from '../../command.js';
import type { Outcome } from '../../outcome.js';
import { nameOption, sandboxName } from './name.js';
import type { SandboxData } from './up.js';

export const command: Command = {
  options: [nameOption],
  examples: ['ndc sandbox status', 'ndc sandbox status --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/sandbox.v1', SandboxData>> => {
    const { sandboxStatus } = await import('../../edge/sandbox/status.js');
    const status = await sandboxStatus({ home: context.home, name: sandboxName(options) });
    return { kind: 'ndc/sandbox.v1', exit: status.condition === 'healthy' || status.condition === 'absent' ? 0 : 3, data: { did: 'status', status } };
  },
};
