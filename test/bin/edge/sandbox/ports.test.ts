import { describe, expect, it } from 'vitest';
import { SandboxFailure } from '../../../../bin/edge/sandbox/failure.js';
import { choosePorts, type PortSource } from '../../../../bin/edge/sandbox/ports.js';

function source(draws: readonly number[], busy: readonly number[] = []): PortSource {
  let next = 0;
  return {
    random: () => draws[next++ % draws.length] ?? 0,
    isFree: (port) => Promise.resolve(!busy.includes(port)),
  };
}

describe('choosePorts', () => {
  it('skips ports that are taken, busy or drawn twice', async () => {
    const taken = new Set([20_001]);
    const ports = await choosePorts(2, taken, source([20_001, 20_002, 20_003, 20_003, 20_004], [20_002]));
    expect(ports).toEqual([20_003, 20_004]);
    expect([...taken]).toEqual([20_001, 20_003, 20_004]);
  });

  it('never gives one port to two sites that choose at once', async () => {
    const taken = new Set<number>();
    const one = source([20_001, 20_002, 20_003, 20_004, 20_005, 20_006]);
    const [a, b] = await Promise.all([choosePorts(3, taken, one), choosePorts(3, taken, one)]);
    expect(new Set([...a, ...b]).size).toBe(6);
  });

  it('gives up with words when everything is busy', async () => {
    const busy = source([20_001], [20_001]);
    await expect(choosePorts(1, new Set(), busy)).rejects.toThrow(SandboxFailure);
    await expect(choosePorts(1, new Set(), busy)).rejects.toThrow(/0 free ports .* expected 1 free/);
  });

  it('finds free ports of this machine', async () => {
    const ports = await choosePorts(4, new Set());
    expect(new Set(ports).size).toBe(4);
    expect(ports.every((port) => port >= 20_000 && port < 32_768)).toBe(true);
  });
});
