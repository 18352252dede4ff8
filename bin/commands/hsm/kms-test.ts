import { conformance } from '../../edge/kms/conformance.js';
import { NoAnswer, refusalText } from '../../edge/kms/conformance-found.js';
import { KmsPeer } from '../../edge/kms/peer.js';
import { requireListening } from '../../edge/kms/socket.js';
import { visible } from '../../../sites/model/visible.js';
import type { Command } from '../../command.js';
import { EnvironmentFailure, InputFailure } from '../../failure.js';
import type { KmsTestData } from '../../kms-test-data.js';
import type { Outcome } from '../../outcome.js';
import { numberOption } from '../../number-option.js';
import { needed } from './token-options.js';

export const command: Command = {
  options: [
    { flags: '--socket <path>', about: { vi: 'socket của phần mở rộng KMS v2 cần kiểm tra', en: 'socket of the KMS v2 plugin to test' } },
    { flags: '--rounds <n>', about: { vi: 'số lần đo độ trễ (mặc định 500)', en: 'rounds of the latency check (default 500)' } },
    { flags: '--encrypt-ms <n>', about: { vi: 'p99 mã hóa cho phép (mặc định 100)', en: 'allowed p99 of Encrypt (default 100)' } },
    { flags: '--decrypt-ms <n>', about: { vi: 'p99 giải mã cho phép (mặc định 10)', en: 'allowed p99 of Decrypt (default 10)' } },
    { flags: '--away <command>', about: { vi: 'lệnh làm mất token, để xem phần mở rộng xử sự thế nào', en: 'command that takes the token away, to see what the plugin does' } },
    { flags: '--back <command>', about: { vi: 'lệnh đưa token trở lại', en: 'command that brings it back' } },
    { flags: '--away-seconds <n>', about: { vi: 'số giây để nhận ra và để phục hồi (mặc định 60)', en: 'seconds to notice, and again to recover (default 60)' } },
  ],
  examples: ['ndc hsm kms-test --socket /run/ndc/kms.sock', 'ndc hsm kms-test --socket /run/ndc/kms.sock --away ./cut-hsm --back ./join-hsm'],
  run: async (context, _args, options): Promise<Outcome<'ndc/kms-test.v1', KmsTestData>> => {
    const socket = await requireListening(needed(options, 'socket', '--socket'));
    const [away, back] = [options['away'] as string | undefined, options['back'] as string | undefined];
    if ((away === undefined) !== (back === undefined)) throw new InputFailure('NDC-X060', { vi: '--away và --back đi đôi với nhau.', en: '--away and --back belong together.' });
    const within = numberOption(options, 'awaySeconds', '--away-seconds', 1, 3_600, 60) * 1000;
    const peer = new KmsPeer(socket);
    try {
      const result = await conformance(peer, {
        rounds: numberOption(options, 'rounds', '--rounds', 1, 100_000, 500),
        encryptWithin: numberOption(options, 'encryptMs', '--encrypt-ms', 1, 60_000, 100),
        decryptWithin: numberOption(options, 'decryptMs', '--decrypt-ms', 1, 60_000, 10),
        ...(away === undefined || back === undefined ? {} : { hooks: { away, back, within } }),
        onProgress: (title) => context.progress(title[context.lang]),
      });
      return { kind: 'ndc/kms-test.v1', exit: result.checks.some(({ status }) => status === 'fail') ? 1 : 0, data: { socket, ...result } };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const why = refusalText(error);
      throw new EnvironmentFailure('NDC-X068', {
        vi: `${visible(socket, 120)}: không phải phần mở rộng KMS v2, hoặc không trả lời Status (${why.vi}).`,
        en: `${visible(socket, 120)}: is no KMS v2 plugin, or does not answer Status (${why.en}).`,
      });
    } finally {
      peer.close();
    }
  },
};
