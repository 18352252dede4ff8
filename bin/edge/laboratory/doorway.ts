import { connect, createServer, type Server, type Socket } from 'node:net';

/** A port on this process's loopback that leads to a socket inside the laboratory. */
export class Doorway {
  private constructor(
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
    readonly port: number,
  ) {}

  static async open(path: string): Promise<Doorway> {
    const sockets = new Set<Socket>();
    const server = createServer((near) => {
      const far = connect(path);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        socket.once('error', () => {
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far);
      far.pipe(near);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a listening socket has a port');
    return new Doorway(server, sockets, address.port);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
