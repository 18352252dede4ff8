import { EnvironmentFailure } from '../../failure.js';
import { addressOf, interfaceTo, namespaceOf } from './names.js';
import { runProgram, tryProgram, type RunOptions } from './run-program.js';

/** What two nodes can send each other. */
export interface Shape {
  /** Bits a second on the wire, each way. */
  readonly bitsPerSecond: number;
}

/** Milliseconds a queue of the shaper may hold; what does not fit is dropped, and TCP slows down. */
const queueMs = 300;

/** Network namespaces joined pairwise by veth pairs: every node reaches every other over a link of their own. */
export class Network {
  constructor(
    readonly id: string,
    readonly nodes: number,
  ) {}

  /** Makes the namespaces and their links, all up and unshaped. */
  async make(options: RunOptions): Promise<void> {
    for (let node = 0; node < this.nodes; node += 1) {
      await runProgram('ip', ['netns', 'add', this.namespace(node)], options);
      await this.#ip(node, ['link', 'set', 'lo', 'up'], options);
    }
    for (let a = 0; a < this.nodes; a += 1)
      for (let b = a + 1; b < this.nodes; b += 1) {
        await runProgram('ip', ['link', 'add', interfaceTo(b), 'netns', this.namespace(a), 'type', 'veth', 'peer', 'name', interfaceTo(a), 'netns', this.namespace(b)], options);
        for (const [node, other] of [[a, b], [b, a]] as const) {
          await this.#ip(node, ['addr', 'add', `${addressOf(node, other)}/30`, 'dev', interfaceTo(other)], options);
          await this.#ip(node, ['link', 'set', interfaceTo(other), 'up'], options);
        }
      }
  }

  namespace(node: number): string {
    return namespaceOf(this.id, node);
  }

  /** Arguments that run a program at a node. */
  at(node: number, args: readonly string[]): readonly string[] {
    return ['netns', 'exec', this.namespace(node), ...args];
  }

  /** Shapes a link to a rate, both ways, by a token bucket. */
  async shape(a: number, b: number, { bitsPerSecond }: Shape, options: RunOptions = {}): Promise<void> {
    // The bucket holds what the rate brings between two ticks of a slow timer, and one large segment at least.
    const burst = Math.max(16_384, Math.ceil(bitsPerSecond / 8 / 100));
    for (const [node, other] of [[a, b], [b, a]] as const)
      await runProgram('ip', this.at(node, ['tc', 'qdisc', 'replace', 'dev', interfaceTo(other), 'root', 'tbf', 'rate', `${String(Math.round(bitsPerSecond))}bit`, 'burst', String(burst), 'latency', `${String(queueMs)}ms`]), options);
  }

  /** Lets a link be as fast as the machine again. */
  async unshape(a: number, b: number): Promise<void> {
    for (const [node, other] of [[a, b], [b, a]] as const) await runProgram('ip', this.at(node, ['tc', 'qdisc', 'delete', 'dev', interfaceTo(other), 'root']));
  }

  /** Takes a link away; nothing crosses it, and nobody is told. */
  async cut(a: number, b: number): Promise<void> {
    // Both ends, so that neither has a carrier: an end that is up alone would still queue.
    await this.#ip(a, ['link', 'set', interfaceTo(b), 'down']);
    await this.#ip(b, ['link', 'set', interfaceTo(a), 'down']);
  }

  async heal(a: number, b: number): Promise<void> {
    await this.#ip(a, ['link', 'set', interfaceTo(b), 'up']);
    await this.#ip(b, ['link', 'set', interfaceTo(a), 'up']);
  }

  /** All links of a node. */
  async isolate(node: number): Promise<void> {
    for (const other of this.#others(node)) await this.cut(node, other);
  }

  async rejoin(node: number): Promise<void> {
    for (const other of this.#others(node)) await this.heal(node, other);
  }

  /** Kills whatever runs at a node at once, as a loss of power would. @returns how many processes there were. */
  async killAll(node: number): Promise<number> {
    return killIn(this.namespace(node));
  }

  #others(node: number): readonly number[] {
    return Array.from({ length: this.nodes }, (_, other) => other).filter((other) => other !== node);
  }

  async #ip(node: number, args: readonly string[], options: RunOptions = {}): Promise<void> {
    await runProgram('ip', ['-n', this.namespace(node), ...args], options);
  }
}

/** Kills every process of a namespace until none is left. @returns how many were seen. */
export async function killIn(namespace: string): Promise<number> {
  const seen = new Set<number>();
  for (let round = 0; round < 200; round += 1) {
    const { stdout, code } = await tryProgram('ip', ['netns', 'pids', namespace]);
    const pids = code === 0 ? stdout.split(/\s+/).filter((word) => word !== '').map(Number) : [];
    if (pids.length === 0) return seen.size;
    for (const pid of pids) {
      seen.add(pid);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Gone since it was listed.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new EnvironmentFailure('NDC-X422', {
    vi: `tiến trình trong ${namespace} không kết thúc sau SIGKILL. Hãy xem "ip netns pids ${namespace}".`,
    en: `processes in ${namespace} do not end after SIGKILL. Look at "ip netns pids ${namespace}".`,
  });
}
