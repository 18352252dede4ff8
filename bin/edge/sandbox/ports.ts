import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { SandboxFailure } from './failure.js';

/**
 * Below 32768, where Linux takes the ports of outgoing connections from: a connection of another
 * program cannot snatch one between a stop and the next start of a site.
 */
const FIRST = 20_000;
const LAST = 32_000;
const TRIES_PER_PORT = 200;

/** Where randomness and the look at the system come from; tests put their own here. */
export interface PortSource {
  random(min: number, max: number): number;
  isFree(port: number): Promise<boolean>;
}

const system: PortSource = { random: (min, max) => randomInt(min, max), isFree };

/**
 * Chooses loopback ports that are free now. They are drawn at random, so two sandboxes that start
 * at once rarely meet; where they do, one fails to bind and its caller chooses again.
 *
 * @param taken ports promised to others in this process; the chosen ones are added to it.
 * @throws SandboxFailure `sandbox/no-free-port`.
 */
export async function choosePorts(
  count: number,
  taken: Set<number>,
  source: PortSource = system,
): Promise<readonly number[]> {
  const chosen: number[] = [];
  for (let tries = 0; chosen.length < count; tries += 1) {
    if (tries >= TRIES_PER_PORT * count) {
      throw new SandboxFailure('sandbox/no-free-port', {
        place: {
          vi: `127.0.0.1, cổng ${String(FIRST)} đến ${String(LAST - 1)}`,
          en: `127.0.0.1, ports ${String(FIRST)} to ${String(LAST - 1)}`,
        },
        found: {
          vi: `${String(chosen.length)} cổng trống sau ${String(tries)} lần thử`,
          en: `${String(chosen.length)} free ports after ${String(tries)} tries`,
        },
        expected: { vi: `${String(count)} cổng trống`, en: `${String(count)} free ports` },
        remedy: {
          vi: 'Hãy tắt chương trình đang nghe ở đó ("ndc sandbox down" cho mỗi cụm thử nghiệm không còn dùng).',
          en: 'Stop what listens there ("ndc sandbox down" for each sandbox no longer needed).',
        },
      });
    }
    const port = source.random(FIRST, LAST);
    if (!taken.has(port)) {
      // Promised before it is looked at: another site chooses while this one waits.
      taken.add(port);
      if (await source.isFree(port)) {
        chosen.push(port);
      } else {
        taken.delete(port);
      }
    }
  }
  return chosen;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
