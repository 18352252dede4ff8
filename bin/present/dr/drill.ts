import type { Text } from '../../../sites/model/text.js';
import type { DrDrillData, DrilledPart } from '../../dr-drill-data.js';
import { figure, painter, safe, say, table, wrap, type View } from '../view.js';

const titles: Readonly<Record<DrilledPart, Text>> = {
  failover: { vi: 'Mất trung tâm, chuyển đi và trở lại: ba control plane thật, cơ sở dữ liệu thật bên cạnh', en: 'The site is lost, failed over and brought back: three real control planes, a real database beside them' },
  'site-dead': { vi: 'Trung tâm mất điện', en: 'The site loses its power' },
  'link-cut': { vi: 'Chỉ đường truyền đứt, trung tâm cũ vẫn phục vụ', en: 'Only the links are cut, and the old site serves on' },
  'bad-delete': { vi: 'Xóa nhầm: phục hồi về trước đó tại trung tâm thứ ba', en: 'A wrong DELETE: back to before it, at the third site' },
  restore: { vi: 'Phục hồi đối tượng của một cơ quan bằng Velero thật vào trung tâm khác', en: 'A tenant’s objects restored into another site by the real Velero' },
  losses: { vi: 'Mức mất dữ liệu đo được và mô phỏng', en: 'What was lost, and what the simulation says' },
};

const seconds = (view: View, ms: number): string => `${(ms / 1_000).toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`;

/** Part by part and step by step, what failed in red; then what was measured, and where it is kept. */
export function text(data: DrDrillData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const { lost, standby, third, links, steps, passed, record } = data;
  const rate = (bitsPerSecond: number): string => `${figure(view, Math.round(bitsPerSecond / 100_000) / 10)} Mbit/s`;
  const head = [
    wrap(data.restore !== undefined ? (vi ? `Diễn tập phục hồi ${data.restore.organisation} từ ${data.restore.from} vào ${data.restore.into}.` : `Drill of restoring ${data.restore.organisation} from ${data.restore.from} into ${data.restore.into}.`) : vi ? `Diễn tập mất ${lost}: dự phòng ${standby}, trung tâm thứ ba ${third}. PostgreSQL thật trong ba không gian mạng của máy này.` : `Drill of the loss of ${lost}: standby ${standby}, third site ${third}. Real PostgreSQL in three network namespaces of this machine.`, view.columns, '  '),
    ...(data.restore === undefined ? links : []).map(({ between, bitsPerSecond, rttMs }) => `  ${between.join(' – ')}: ${rate(bitsPerSecond)}, ${figure(view, rttMs)} ms`),
  ];
  const parts = [...new Set(steps.map(({ part }) => part))].map((part) => {
    const rows = steps.filter((step) => step.part === part);
    return [
      paint.bold(say(view, titles[part])),
      ...rows.map(({ step, ms, held, found }) => wrap(`  ${held ? ' ' : paint.red('✗')} ${step.padEnd(16)} ${seconds(view, ms).padStart(8)}  ${held ? safe(say(view, found)) : paint.red(safe(say(view, found)))}`, view.columns, ' '.repeat(30))),
      ...measured(data, part, view),
    ].join('\n');
  });
  const kept = record.written
    ? vi
      ? `Đã ghi ${record.record}${record.signed ? ' và chữ ký' : ' (chưa ký: thêm --sign)'}, bằng chứng ${record.evidence}.`
      : `Written: ${record.record}${record.signed ? ' with its signature' : ' (unsigned: add --sign)'}, evidence ${record.evidence}.`
    : vi
      ? `Chưa ghi gì; thêm --write để ghi ${record.record}.`
      : `Nothing was written; --write writes ${record.record}.`;
  const end = passed ? paint.green(vi ? 'Đạt: mọi bước đúng như đã hứa.' : 'Passed: every step held.') : paint.red(vi ? 'Không đạt: xem các bước có dấu ✗.' : 'Failed: see the steps marked ✗.');
  return `${[head.join('\n'), ...parts, `${end} ${kept}`].join('\n\n')}\n`;
}

/** Figures of a part that no step says. */
function measured(data: DrDrillData, part: DrilledPart, view: View): readonly string[] {
  const vi = view.lang === 'vi';
  const { failover, siteDead, linkCut, losses, restore } = data;
  if (part === 'restore' && restore !== undefined)
    return [wrap(vi ? `    ${restore.organisation}: ${figure(view, restore.objects.filter(({ is }) => is === 'equal').length)}/${figure(view, restore.objects.length)} đối tượng API giống hệt tại ${restore.into}. Chỉ gồm đối tượng API, KHÔNG gồm dữ liệu trên ổ đĩa và trong cơ sở dữ liệu.` : `    ${restore.organisation}: ${figure(view, restore.objects.filter(({ is }) => is === 'equal').length)} of ${figure(view, restore.objects.length)} API objects are equal at ${restore.into}. It covers API objects, NOT volumes nor what is in databases.`, view.columns, '    ')];
  if (part === 'failover' && failover !== undefined)
    return [wrap(vi ? `    ${failover.organisations.join(', ')}: ${figure(view, failover.stacks)} stack áp dụng ở hai trung tâm còn lại, ${figure(view, failover.databases)} cơ sở dữ liệu, mất ${figure(view, failover.lostCommits)} giao dịch (${figure(view, failover.lostMs)} ms).` : `    ${failover.organisations.join(', ')}: ${figure(view, failover.stacks)} stacks applied on the survivors, ${figure(view, failover.databases)} databases, ${figure(view, failover.lostCommits)} commits lost (${figure(view, failover.lostMs)} ms).`, view.columns, '    ')];
  if (part === 'site-dead' && siteDead !== undefined) {
    const { loss, outageMs } = siteDead;
    return [wrap(vi ? `    RPO đo được: ${figure(view, loss.rows)} giao dịch, ${figure(view, loss.ms)} ms. Không ghi được trong ${seconds(view, outageMs)} (không tính thời gian con người).` : `    Measured RPO: ${figure(view, loss.rows)} commits, ${figure(view, loss.ms)} ms. No commit for ${seconds(view, outageMs)} (people's time not counted).`, view.columns, '    ')];
  }
  if (part === 'link-cut' && linkCut !== undefined) return [wrap(vi ? `    Dòng bị tách giữ trong ${safe(linkCut.kept.file)}.` : `    Rows that parted are kept in ${safe(linkCut.kept.file)}.`, view.columns, '    ')];
  if (part === 'losses' && losses !== undefined) {
    const rows = losses.map(({ setting, writeBytesPerSecond, medianMs, simulated, inside, cuts, holds }) => [
      `${figure(view, Math.round(writeBytesPerSecond / 1_000))} kB/s`,
      `${figure(view, setting.bitsPerSecond / 1e6)} Mbit/s`,
      figure(view, Math.round(medianMs)),
      `${figure(view, Math.round(simulated.p5))}–${figure(view, Math.round(simulated.p95))}`,
      `${String(inside)}/${String(cuts.length)}`,
      holds ? (vi ? 'khớp' : 'agrees') : vi ? 'LỆCH' : 'DIFFERS',
    ]);
    const right = { align: 'right' } as const;
    return [table(view, [{ title: vi ? 'ghi' : 'written', ...right }, { title: vi ? 'đường truyền' : 'link', ...right }, { title: vi ? 'đo, ms' : 'measured, ms', ...right }, { title: vi ? 'mô phỏng P5–P95' : 'simulated P5–P95', ...right }, { title: vi ? 'trong khoảng' : 'inside', ...right }, { title: '' }], rows, '    ')];
  }
  return [];
}
