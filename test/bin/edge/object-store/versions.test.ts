import { describe, expect, it } from 'vitest';
import { writtenAt } from '../../../../bin/edge/object-store/versions.js';

const superseded = Date.parse('2026-11-29T14:27:02.000Z');

describe('when a version was written', () => {
  it('stands in a ULID, where a store’s version ids are such', () => {
    expect(writtenAt('01M8KV7DHZM01DG101W4G3WRQH', superseded)).toBe(1795962418751);
  });

  it.each(['null', '3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY', 'K3zN5vYQbHcZ0wVJf8hYt1mD2eR9aXs', '01m8kv7dhzm01dg101w4g3wrqh', '81M8KV7DHZM01DG101W4G3WRQH'])('is what the store says for the id %s', (id) => {
    expect(writtenAt(id, superseded)).toBe(superseded);
  });

  it('is what the store says where an id only looks like one', () => {
    expect(writtenAt('7ZZZZZZZZZZZZZZZZZZZZZZZZZ', superseded)).toBe(superseded);
    expect(writtenAt('00000000000000000000000000', superseded)).toBe(superseded);
  });
});
