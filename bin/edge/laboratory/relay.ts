import { unlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { pipeDelayed } from './delayed-pipe.js';

/** One way in and one way out. */
export interface Route {
  /** Port on the node's loopback, or path of a socket. */
  readonly listen: number | string;
  readonly to: { readonly host: string; readonly port: number };
  /** Milliseconds each way. */
  readonly delayMs: number;
}

/** Carries connections along a route. */
function open({ listen, to, delayMs }: Route, ready: () => void): void {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ ...to, allowHalfOpen: true, noDelay: true });
    const drop = (other: Socket) => (): void => void setTimeout(() => other.destroy(), delayMs);
    near.once('error', drop(far));
    far.once('error', drop(near));
    pipeDelayed(near, far, delayMs);
    pipeDelayed(far, near, delayMs);
  });
  if (typeof listen === 'number') server.listen(listen, '127.0.0.1', ready);
  else {
    try {
      unlinkSync(listen);
    } catch {
      // Nothing lies there.
    }
    server.listen(listen, ready);
  }
}

const [given = '[]', readyFile = ''] = process.argv.slice(2);
const routes = JSON.parse(given) as readonly Route[];
let waiting = routes.length;
for (const route of routes)
  open(route, () => {
    waiting -= 1;
    if (waiting === 0) writeFileSync(readyFile, 'ready');
  });
