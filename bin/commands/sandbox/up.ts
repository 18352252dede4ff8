import type { Command } from '../../command.js';
import { EnvironmentFailure } from '../../failure.js';
import type { SandboxStatus } from '../../edge/sandbox/status.js';
import { openEstate } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { nameOption, sandboxName } from './name.js';

export interface SandboxData {
  readonly did: 'up' | 'down' | 'status';
  readonly status: SandboxStatus;
}

export const command: Command = {
  options: [nameOption, { flags: '--site <id>', about: { vi: 'chỉ khởi động lại API của trung tâm này', en: 'only bring this site’s API back' } }],
  examples: ['ndc sandbox up', 'ndc sandbox up --site ndc-02', 'ndc sandbox up --name second'],
  run: async (context, _args, options): Promise<Outcome<'ndc/sandbox.v1', SandboxData>> => {
    const name = sandboxName(options);
    const { sandboxStatus } = await import('../../edge/sandbox/status.js');
    const site = options['site'] as string | undefined;
    if (site === undefined) {
      const { sandboxUp } = await import('../../edge/sandbox/up.js');
      const estate = await openEstate(context);
      const sites = Object.values(estate.sites)
        .filter(({ phase }) => phase !== 'retired')
        .map(({ id, cluster }) => ({ id, serviceCidr: cluster.serviceCidr, platformGroup: estate.settings.platformIdentity.group, kubernetesVersion: cluster.kubernetesVersion }));
      await sandboxUp({ home: context.home, name, sites, packageRoot: context.root, onProgress: (line) => context.progress(line[context.lang]), signal: context.signal });
    } else {
      const status = await sandboxStatus({ home: context.home, name });
      if (!('info' in status)) throw notUp(name);
      const { startSite } = await import('../../edge/sandbox/site-power.js');
      await startSite(status.info, site, { signal: context.signal });
    }
    return { kind: 'ndc/sandbox.v1', exit: 0, data: { did: 'up', status: await sandboxStatus({ home: context.home, name }) } };
  },
};

export const notUp = (name: string): EnvironmentFailure =>
  new EnvironmentFailure('NDC-X020', {
    vi: `cụm thử nghiệm "${name}" chưa chạy. Hãy chạy ndc sandbox up.`,
    en: `the sandbox "${name}" is not up. Run ndc sandbox up.`,
  });
