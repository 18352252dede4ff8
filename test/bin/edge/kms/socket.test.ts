import { chmodSync, existsSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KmsMetrics } from '../../../../bin/edge/kms/metrics.js';
import { percentiles } from '../../../../bin/edge/kms/percentiles.js';
import { KmsPeer } from '../../../../bin/edge/kms/peer.js';
import { serveKms, serveMetrics } from '../../../../bin/edge/kms/server.js';
import { freeSocketPath, requireListening } from '../../../../bin/edge/kms/socket.js';
import { softwarePlugin } from './software-plugin.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 's-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const listen = (path: string): Promise<Server> =>
  new Promise((done) => {
    const server = createServer().listen(path, () => done(server));
  });

describe('the place of a socket', () => {
  it('has at most 107 bytes, counted as bytes', async () => {
    const at = (length: number): string => join(folder, 'x'.repeat(length - folder.length - 1));
    await expect(freeSocketPath(at(107))).resolves.toBe(at(107));
    await expect(freeSocketPath(at(108))).rejects.toThrow('has 108 bytes; the system takes at most 107');
    await expect(freeSocketPath(join(folder, 'ê'.repeat(52)))).rejects.toThrow('the system takes at most 107');
  });

  it('is not taken from a server that lives, nor from what is no socket', async () => {
    const path = join(folder, 'a');
    const server = await listen(path);
    await expect(freeSocketPath(path)).rejects.toThrow('the socket is in use by another process');
    expect(existsSync(path)).toBe(true);
    server.close();
    writeFileSync(join(folder, 'file'), 'x');
    await expect(freeSocketPath(join(folder, 'file'))).rejects.toThrow('something that is no socket stands here');
    expect(existsSync(join(folder, 'file'))).toBe(true);
  });

  it('is taken from a server that is gone', async () => {
    const path = join(folder, 'stale');
    const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL');
    expect(lstatSync(path).isSocket()).toBe(true);
    await expect(freeSocketPath(path)).resolves.toBe(path);
    expect(existsSync(path)).toBe(false);
  });

  it('lies in a folder that is there and that nobody else writes to', async () => {
    await expect(freeSocketPath(join(folder, 'no', 'k.sock'))).rejects.toThrow("the socket's folder is not there");
    chmodSync(folder, 0o777);
    await expect(freeSocketPath(join(folder, 'k.sock'))).rejects.toThrow("others may write to the socket's folder");
    chmodSync(folder, 0o1777);
    await expect(freeSocketPath(join(folder, 'k.sock'))).resolves.toContain('k.sock');
  });

  it('to test has somebody who listens', async () => {
    await expect(requireListening(join(folder, 'none'))).rejects.toThrow('there is no socket');
    writeFileSync(join(folder, 'file'), 'x');
    await expect(requireListening(join(folder, 'file'))).rejects.toThrow('is no socket');
  });
});

describe('the server', () => {
  it('has a socket of mode 0600, and takes it away when it stops', async () => {
    const server = await serveKms(join(folder, 'k.sock'), softwarePlugin());
    expect(lstatSync(server.path).mode & 0o777).toBe(0o600);
    const peer = new KmsPeer(server.path);
    expect(await peer.call('Status', {})).toMatchObject({ answer: { version: 'v2', healthz: 'ok', keyId: 'software-1' } });
    peer.close();
    await server.stop();
    expect(existsSync(server.path)).toBe(false);
  });

  it('tells no more of an unexpected failure than that there was one', async () => {
    const server = await serveKms(join(folder, 'k.sock'), {
      ...softwarePlugin(),
      encrypt: () => {
        throw new Error('the PIN is 1234');
      },
    });
    const peer = new KmsPeer(server.path);
    const { refused } = (await peer.call('Encrypt', { plaintext: Buffer.from('x'), uid: '1' })) as { refused: { code: string; details: string } };
    expect(refused).toEqual({ code: 'INTERNAL', details: 'an unexpected failure of the plugin' });
    peer.close();
    await server.stop();
  });

  it('counts what it did in Prometheus’ format, on loopback', async () => {
    const metrics = new KmsMetrics();
    const server = await serveKms(join(folder, 'k.sock'), softwarePlugin(), metrics);
    const peer = new KmsPeer(server.path);
    await peer.call('Encrypt', { plaintext: Buffer.from('x'), uid: '1' });
    await peer.call('Decrypt', { ciphertext: Buffer.from('x'), uid: '1', keyId: 'software-1', annotations: {} });
    let up = true;
    const http = await serveMetrics(0, metrics, () => ({ up, waiting: 3, restarts: 2, keyId: 'a"b\\c:00' }));
    const text = await (await fetch(`http://127.0.0.1:${http.port}/metrics`)).text();
    expect(text).toContain('ndc_kms_requests_total{operation="encrypt",code="OK"} 1\n');
    expect(text).toContain('ndc_kms_requests_total{operation="decrypt",code="INVALID_ARGUMENT"} 1\n');
    expect(text).toContain('ndc_kms_request_seconds_bucket{operation="encrypt",le="+Inf"} 1\n');
    expect(text).toContain('ndc_kms_key_info{key_id="a\\"b\\\\c:00"} 1\n');
    expect([metrics.served('encrypt'), metrics.served('decrypt'), metrics.refused()]).toEqual([1, 0, 1]);
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) .+|[a-z_]+(\{.*\})? [0-9.e+-]+)$/);
    expect((await fetch(`http://127.0.0.1:${http.port}/healthz`)).status).toBe(200);
    up = false;
    expect((await fetch(`http://127.0.0.1:${http.port}/healthz`)).status).toBe(503);
    expect((await fetch(`http://127.0.0.1:${http.port}/else`)).status).toBe(404);
    await expect(serveMetrics(http.port, metrics, () => ({ up, waiting: 0, restarts: 0, keyId: '' }))).rejects.toMatchObject({ code: 'NDC-X065' });
    await http.stop();
    peer.close();
    await server.stop();
  });
});

it('percentiles are by nearest rank', () => {
  expect(percentiles([])).toBeUndefined();
  expect(percentiles([3])).toEqual({ rounds: 1, p50: 3, p99: 3 });
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentiles(hundred)).toEqual({ rounds: 100, p50: 50, p99: 99 });
});
