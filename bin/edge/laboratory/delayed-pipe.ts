import type { Socket } from 'node:net';

/** Bytes that may be under way at once; more wait at the sender, as on a line whose far end does not read. */
const mostUnderWay = 4 << 20;

interface Piece {
  readonly due: number;
  readonly bytes: Buffer;
}

/**
 * Carries what one socket sends to another, each piece so many milliseconds later, in order. What is under way when the
 * sender goes still arrives: bytes in a fibre do not turn back.
 */
export function pipeDelayed(from: Socket, to: Socket, delayMs: number): void {
  const queue: Piece[] = [];
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const deliver = (): void => {
    timer = undefined;
    for (let piece = queue[0]; piece !== undefined && piece.due <= performance.now(); piece = queue[0]) {
      queue.shift();
      underWay -= piece.bytes.length;
      if (!to.destroyed && !to.write(piece.bytes)) {
        to.once('drain', deliver);
        return;
      }
    }
    if (underWay < mostUnderWay && from.isPaused()) from.resume();
    const next = queue[0];
    if (next !== undefined) timer = setTimeout(deliver, Math.max(1, next.due - performance.now()));
    else if (ended) to.end();
  };
  const wake = (): void => {
    if (timer === undefined && to.listenerCount('drain', deliver) === 0) timer = setTimeout(deliver, delayMs);
  };
  from.on('data', (bytes: Buffer) => {
    queue.push({ due: performance.now() + delayMs, bytes });
    underWay += bytes.length;
    if (underWay >= mostUnderWay) from.pause();
    wake();
  });
  from.once('end', () => {
    ended = true;
    wake();
  });
  from.once('error', () => {
    ended = true;
    wake();
  });
  from.once('close', () => {
    ended = true;
    wake();
  });
}
