import { dropped, keepTool } from '../../sites/recovery/runbook/database-lines.js';
import { quoted } from '../../sites/recovery/runbook/step.js';

/** What keeps the disks of a cluster as snapshots and deletes it; without snapshots nothing is deleted. A line of a shell each, the first the same for every cluster of a context. */
export function dropLines(context: string, { namespace, cluster }: { readonly namespace: string; readonly cluster: string }): readonly string[] {
  const at = quoted(context);
  return [keepTool().line, dropped({ at, namespace, cluster }).line];
}
