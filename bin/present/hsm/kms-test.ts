import type { KmsTestData } from '../../kms-test-data.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

export function text({ socket, keyId, checks, latency }: KmsTestData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const marks = { pass: paint.green(vi ? 'đạt' : 'pass'), fail: paint.red(vi ? 'KHÔNG ĐẠT' : 'FAIL'), 'not-run': paint.yellow(vi ? 'chưa chạy' : 'not run') };
  const lines = checks.map(({ title, status, found }) => wrap(`  ${marks[status]}  ${say(view, title)}: ${safe(say(view, found))}`, view.columns, '    '));
  const failed = checks.filter(({ status }) => status === 'fail').length;
  const measured = (['encrypt', 'decrypt'] as const).flatMap((operation) => {
    const found = latency[operation];
    return found === undefined ? [] : [`${vi ? (operation === 'encrypt' ? 'Mã hóa' : 'giải mã') : operation === 'encrypt' ? 'Encrypt' : 'Decrypt'} p50 ${figure(view, found.p50)} ms, p99 ${figure(view, found.p99)} ms (${figure(view, found.rounds)})`];
  });
  const verdict = failed === 0 ? (vi ? 'Phần mở rộng tuân theo KMS v2.' : 'The plugin keeps the contract of KMS v2.') : vi ? `${failed} kiểm tra không đạt.` : `${failed} ${failed === 1 ? 'check' : 'checks'} failed.`;
  return `${[`${paint.bold('KMS v2')} ${safe(socket)}, ${vi ? 'khóa' : 'key'} ${safe(keyId)}`, '', ...lines, '', ...(measured.length === 0 ? [] : [measured.join('; ')]), failed === 0 ? verdict : paint.red(verdict)].join('\n')}\n`;
}
