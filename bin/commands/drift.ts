import type { Command } from '../command.js';
import { openOperation, operate, operateOptions } from '../operate.js';
import type { Outcome } from '../outcome.js';
import { findDrift, type DriftResult } from '../runner/drift.js';

export const command: Command = {
  options: [
    ...operateOptions,
    { flags: '--unmanaged', about: { vi: 'liệt kê cả đối tượng lạ trong các namespace được chọn, trừ những gì cơ quan tự tạo được; cùng stack nền tảng: cả namespace, quyền, chính sách và hạng toàn cụm mà không ai khai báo', en: 'also list foreign objects in the namespaces selected, but for what tenants may make themselves; with the platform stack, also namespaces, roles, policies and classes of the whole cluster that nobody declared' } },
    { flags: '--tenants-own', about: { vi: 'như --unmanaged, kể cả những gì cơ quan tự tạo được: Deployment, CronJob, ConfigMap…', en: 'as --unmanaged, with what tenants may make themselves: Deployment, CronJob, ConfigMap, …' } },
  ],
  examples: ['ndc drift', 'ndc drift --site ndc-01 --unmanaged', 'ndc drift --organisation bo-y-te --tenants-own', 'ndc drift --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/drift.v1', DriftResult>> => {
    const operation = await openOperation(context, options);
    const result = await operate(context, options, operation, (runner) => findDrift(runner, { scope: operation.scope, unmanaged: options['unmanaged'] === true || options['tenantsOwn'] === true, tenantsOwn: options['tenantsOwn'] === true }));
    return { kind: 'ndc/drift.v1', exit: result.exit, data: result };
  },
};
