import { TokenError, type TokenReply, type TokenRequest, type TokenTrouble } from './token-protocol.js';
import { TokenSession, type Driver } from './token-session.js';

/** Holds one PKCS#11 session for the process that started it. Only the channel to that one keeps it alive: it ends with it. */

let session: TokenSession | undefined;

async function loadDriver(): Promise<Driver> {
  try {
    // CommonJS: what it exports stands under `default`.
    const loaded = (await import('pkcs11js')) as Driver & { readonly default?: Driver };
    return loaded.default ?? loaded;
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const absent = /Cannot find (package|module) 'pkcs11js'/.test(detail);
    throw new TokenError({ is: 'driver', state: absent ? 'absent' : 'not-built', detail });
  }
}

async function answer(request: TokenRequest): Promise<unknown> {
  if (request.op === 'open') {
    const { session: opened, opened: facts } = TokenSession.open(await loadDriver(), request);
    session = opened;
    return facts;
  }
  if (session === undefined) throw new Error('no token is open');
  switch (request.op) {
    case 'encrypt':
      return session.encrypt(request.plaintext, request.iv, request.aad);
    case 'decrypt':
      return session.decrypt(request.keyId, request.ciphertext, request.iv, request.aad);
    case 'generate':
      return session.generate(request);
    case 'inspect':
      return session.inspect();
    case 'measure':
      return session.measure(request.key, request.rounds);
  }
}

const reply = (message: TokenReply): void => {
  process.send?.(message);
};

process.on('message', ({ id, request }: { readonly id: number; readonly request: TokenRequest }) => {
  answer(request).then(
    (given) => reply({ id, answer: given }),
    (error: unknown) => {
      const trouble: TokenTrouble = error instanceof TokenError ? error.trouble : { is: 'gone', detail: error instanceof Error ? error.message : String(error) };
      reply({ id, trouble });
    },
  );
});
// Ctrl-C reaches the whole group of processes: the one that serves decides when this one ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
