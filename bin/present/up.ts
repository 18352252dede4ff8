import type { PlanRow } from '../runner/plan.js';
import type { UpData } from '../commands/up.js';
import type { ApplyResult } from '../runner/apply.js';
import { applied } from './apply.js';
import { asleepLines } from './asleep.js';
import { findingText } from './findings.js';
import { logsOf, reasonOf } from './planset.js';
import { reasonsText } from './reasons.js';
import { releasedLines } from './released.js';
import { painter, say, type View } from './view.js';

export function text(data: UpData, view: View): string {
  const vi = view.lang === 'vi';
  const paint = painter(view);
  const waves = data.waves.flatMap(({ number, plan, apply }) => [
    `${paint.bold(vi ? `đợt ${number}` : `wave ${number}`)}  ${vi ? 'bộ kế hoạch' : 'plan set'} ${plan.id}`,
    ...(apply === undefined
      ? unplanned(plan.rows, view)
      : [applied(withoutAsleep(apply), view).trimEnd()]),
  ]);
  const end = `${data.ended === 'complete' && data.exit === 0 ? paint.green(vi ? 'Xong' : 'Done') : paint.red(vi ? 'Dừng' : 'Stopped')}: ${say(view, data.message)}`;
  const silent = data.waves.at(-1)?.plan.unaccepted ?? [];
  return `${[
    ...waves,
    ...data.findings.map((finding) => findingText(finding, view)),
    ...(data.waves.at(-1)?.apply === undefined ? releasedLines(data.waves.at(-1)?.plan.file.released, view) : []),
    ...silent.map((site) => (vi ? `Trung tâm ${site} không trả lời. Để tiếp tục mà không có nó: --accept-unreachable ${site}` : `The site ${site} does not answer. To go on without it: --accept-unreachable ${site}`)),
    ...asleepLines(data.waves.at(-1)?.plan.asleep, view),
    end,
  ].join('\n')}\n`;
}

/** Told once, at the end. */
const withoutAsleep = ({ asleep: _asleep, ...apply }: ApplyResult): ApplyResult => apply;

function unplanned(rows: readonly PlanRow[], view: View): string[] {
  const left = rows.filter(({ status }) => status.is !== 'planned' && status.is !== 'not-selected');
  return [...reasonsText(left.map((row) => ({ name: row.name, reason: reasonOf(row, view) })), view), ...logsOf(left, view)];
}
