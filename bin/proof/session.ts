import type { Context } from '../command.js';
import { ProofCluster } from '../edge/proof/cluster.js';
import { startPlane } from '../edge/proof/plane.js';
import { Pace } from '../pace.js';
import { runStage, type RunOptions, type StageResult } from './run.js';
import type { Stage } from './stage.js';

export interface Session {
  readonly scheduler: string;
  readonly results: readonly StageResult[];
}

/**
 * A private control plane for as long as the stages take, one after the other; it is gone afterwards, whatever happened.
 *
 * @throws SandboxFailure, EnvironmentFailure where the environment is at fault.
 */
export async function prove(context: Pick<Context, 'root' | 'signal' | 'lang' | 'progress'>, stages: readonly Stage[], { milliseconds, ...options }: Omit<RunOptions, 'told'> & { readonly milliseconds: number }): Promise<Session> {
  const told = (line: { readonly vi: string; readonly en: string }): void => context.progress(line[context.lang]);
  const pace = new Pace(() => new Date(options.now()));
  pace.after(0, 1);
  const plane = await startPlane({ packageRoot: context.root, onProgress: told, signal: context.signal });
  try {
    told({ vi: `kube-scheduler ${plane.scheduler} đã chạy`, en: `kube-scheduler ${plane.scheduler} is up` });
    const cluster = new ProofCluster(plane, options.now() + milliseconds, options.now);
    try {
      const results: StageResult[] = [];
      const total = stages.reduce((sum, { losses }) => sum + 1 + losses.length, 0);
      let done = 0;
      for (const stage of stages) {
        results.push(await runStage(cluster, stage, { ...options, told: (line) => told(pace.line(line, done, total)) }));
        done += 1 + stage.losses.length;
      }
      return { scheduler: plane.scheduler, results };
    } finally {
      cluster.close();
    }
  } finally {
    await plane.end();
  }
}
