// Entry of the chart repository's own process; its arguments are written by chart-process.ts.
import { parseArgs } from 'node:util';
import { serveCharts } from './serve-charts.js';
import { writeWhole } from './write-file.js';

const { values } = parseArgs({
  options: {
    charts: { type: 'string' },
    port: { type: 'string' },
    /** Written once it listens. It lies in the sandbox's folder, which is how `down` knows us. */
    ready: { type: 'string' },
  },
});

const server = await serveCharts({ dir: values.charts ?? '', port: Number(values.port ?? '0') });
await writeWhole(values.ready ?? '', `${String(server.port)}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    // With the server closed nothing is left to wait for, and the process ends.
    void server.close();
  });
}
