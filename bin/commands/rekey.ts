import type { Command } from '../command.js';
import { openOperation, operate, operateOptions } from '../operate.js';
import type { Outcome } from '../outcome.js';
import { rekeyStates, type RekeyResult } from '../runner/rekey.js';

export const command: Command = {
  options: [
    ...operateOptions,
    { flags: '--all', about: { vi: 'ghi lại cả trạng thái mà khóa hiện tại đã mở được: khi khóa có phiên bản mới, như trong OpenBao', en: 'also rewrite states that the present key opens: where the key has a new version, as in OpenBao' } },
  ],
  examples: ['ndc rekey', 'ndc rekey --site ndc-01', 'ndc rekey --site ndc-01 --all', 'ndc rekey --json'],
  run: async (context, _args, options): Promise<Outcome<'ndc/rekey.v1', RekeyResult>> => {
    // No cluster is asked: databases that sleep change what a stack holds, not where its state lies.
    const operation = await openOperation(context, options, { destroyable: true });
    const result = await operate(context, options, operation, (runner) => rekeyStates(runner, { scope: operation.scope, all: options['all'] === true }), undefined, { statesAlone: true });
    return { kind: 'ndc/rekey.v1', exit: result.exit, data: result };
  },
};
