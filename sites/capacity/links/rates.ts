import type { Estate } from '../../model/estate.js';
import type { BitsPerSecond, Bytes } from '../../model/units.js';
import { stepMs } from './backlog.js';

type Links = Estate['planning']['links'];

const secondsADay = 86_400n;
const ceil = (numerator: bigint, denominator: bigint): bigint => (numerator + denominator - 1n) / denominator;

/**
 * Bits a second on the wire for bytes of log a day, rounded up: bytes/s ÷ payload share × 8. With the shipped share of
 * 75 % this is Oracle's formula, redo bytes per second ÷ 0.75 × 8 ÷ 10⁶ Mbit/s (document 736755.1).
 */
export const meanRate = (perDay: bigint, { payloadPercent }: Pick<Links, 'payloadPercent'>): BitsPerSecond => ceil(perDay * 8n * 100n, secondsADay * BigInt(payloadPercent)) as BitsPerSecond;

/** The same in the busiest minutes of a day. */
export const peakRate = (perDay: bigint, { payloadPercent, peakPercent }: Pick<Links, 'payloadPercent' | 'peakPercent'>): BitsPerSecond => ceil(perDay * 8n * BigInt(peakPercent), secondsADay * BigInt(payloadPercent)) as BitsPerSecond;

/** Bits a second of Gbit/s, exact to 1 kbit/s. */
export const gbps = (value: number): BitsPerSecond => (BigInt(Math.round(value * 1_000_000)) * 1_000n) as BitsPerSecond;
/** Bits a second of Mbit/s, exact to 1 bit/s. */
export const mbps = (value: number): BitsPerSecond => BigInt(Math.round(value * 1_000_000)) as BitsPerSecond;

/** Bytes of log that a rate on the wire ships in a quarter hour, rounded down. */
export const payloadPerStep = (rate: bigint, { payloadPercent }: Pick<Links, 'payloadPercent'>): Bytes => ((rate * BigInt(payloadPercent) * stepMs) / (8n * 100n * 1_000n)) as Bytes;

/** Share of a link that replication and backup copies may take. */
export const shareOf = (rate: bigint, { sharePercent }: Pick<Links, 'sharePercent'>): BitsPerSecond => ((rate * BigInt(sharePercent)) / 100n) as BitsPerSecond;

/** Milliseconds to ship bytes of log at a rate on the wire; undefined where nothing is left of the rate. */
export const timeToShip = (bytes: bigint, rate: bigint, { payloadPercent }: Pick<Links, 'payloadPercent'>): bigint | undefined => (rate <= 0n ? undefined : ceil(bytes * 8n * 100n * 1_000n, rate * BigInt(payloadPercent)));

/** Bytes in flight on a full link: bandwidth × round trip. */
export const bytesInFlight = (rate: bigint, rttMs: number): Bytes => ceil(rate * BigInt(Math.round(rttMs * 1_000)), 8n * 1_000_000n) as Bytes;
