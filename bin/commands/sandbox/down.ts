import type { Command } from '../../command.js';
import type { Outcome } from '../../outcome.js';
import { nameOption, sandboxName } from './name.js';
import { notUp, type SandboxData } from './up.js';

export const command: Command = {
  options: [nameOption, { flags: '--site <id>', about: { vi: 'chỉ tắt API của trung tâm này, giữ dữ liệu', en: 'only stop this site’s API, keeping its data' } }],
  examples: ['ndc sandbox down', 'ndc sandbox down --site ndc-02'],
  run: async (context, _args, options): Promise<Outcome<'ndc/sandbox.v1', SandboxData>> => {
    const name = sandboxName(options);
    const { sandboxStatus } = await import('../../edge/sandbox/status.js');
    const site = options['site'] as string | undefined;
    if (site === undefined) {
      const { sandboxDown } = await import('../../edge/sandbox/down.js');
      await sandboxDown({ home: context.home, name, onProgress: (line) => context.progress(line[context.lang]), signal: context.signal });
    } else {
      const status = await sandboxStatus({ home: context.home, name });
      if (!('info' in status)) throw notUp(name);
      const { stopSite } = await import('../../edge/sandbox/site-power.js');
      await stopSite(status.info, site);
    }
    return { kind: 'ndc/sandbox.v1', exit: 0, data: { did: 'down', status: await sandboxStatus({ home: context.home, name }) } };
  },
};
