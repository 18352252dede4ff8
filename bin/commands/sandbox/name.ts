import type { OptionSpec, Values } from '../../command.js';

export const nameOption: OptionSpec = {
  flags: '--name <name>',
  about: { vi: 'tên cụm thử nghiệm và kết nối (mặc định sandbox)', en: 'name of the sandbox and of its connection (default sandbox)' },
};

export const sandboxName = (options: Values): string => (options['name'] as string | undefined) ?? 'sandbox';
