import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RelayAnswer } from './key-protocol.js';

/** Started by OpenTofu for each key: carries its question to the process that holds the HSM's session, and the answer back. */
const [path = ''] = process.argv.slice(2);
try {
  const asked = await text(process.stdin);
  const socket = connect({ path });
  socket.end(asked);
  const answer = JSON.parse(await text(socket)) as RelayAnswer;
  if ('refused' in answer) throw new Error(answer.refused);
  process.stdout.write(answer.output);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
