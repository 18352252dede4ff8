import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likelyThousands, parseBytes, parseCpu, parseQuantity, parseVnd, printBytes, printCpu, QuantityError, readableBytes, type Bytes, type MilliCpu } from '../../../sites/model/units.js';

const refusal = (parse: () => unknown): QuantityError => {
  try {
    parse();
  } catch (error) {
    if (error instanceof QuantityError) return error;
    throw error;
  }
  throw new Error('accepted');
};

/** 2^63 − 1, what Kubernetes caps a quantity at. */
const largest = (1n << 63n) - 1n;
const amounts = fc.bigInt({ min: 0n, max: largest });
const suffixes = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

describe('quantities', () => {
  it.each<[string | number, bigint]>([
    ['0', 0n],
    ['1500m', 1500n],
    ['0.5', 500n],
    ['.5', 500n],
    ['5.', 5000n],
    ['+1', 1000n],
    ['1e3', 1_000_000n],
    ['1E3', 1_000_000n],
    ['1e+3', 1_000_000n],
    ['1e-3', 1n],
    ['12.5e1', 125_000n],
    ['0.001', 1n],
    ['0.125', 125n],
    ['1k', 1_000_000n],
    ['1E', 1_000_000_000_000_000_000_000n],
    ['2000000u', 2000n],
    ['1000000n', 1n],
    [4, 4000n],
    [0.25, 250n],
    [1e-3, 1n],
  ])('reads %j as %d milliCPU', (written, expected) => {
    expect(parseCpu(written)).toBe(expected);
  });

  it.each<[string | number, bigint]>([
    ['64Gi', 64n << 30n],
    ['64G', 64_000_000_000n],
    ['1.5Gi', 3n << 29n],
    ['128e6', 128_000_000n],
    ['1000m', 1n],
    ['9223372036854775807', largest],
    ['7Ei', 7n << 60n],
    [65536, 65536n],
    [1e21 / 1e6, 1_000_000_000_000_000n],
  ])('reads %j as %d bytes', (written, expected) => {
    expect(parseBytes(written)).toBe(expected);
  });

  it.each<[string | number, QuantityError['reason'], string | undefined]>([
    ['64GB', 'syntax', '64G'],
    ['64 GB', 'syntax', '64G'],
    ['64GiB', 'syntax', '64Gi'],
    ['64gb', 'syntax', '64G'],
    ['512mb', 'syntax', '512M'],
    ['512KB', 'syntax', '512k'],
    ['4gi', 'syntax', '4Gi'],
    ['64 Gi', 'syntax', '64Gi'],
    ['1,5Gi', 'syntax', '1.5Gi'],
    ['1,5 GB', 'syntax', '1.5G'],
    ['1.000.000', 'syntax', '1000000'],
    ['1,000,000', 'syntax', '1000000'],
    ['64X', 'syntax', undefined],
    ['', 'syntax', undefined],
    [' ', 'syntax', undefined],
    ['.', 'syntax', undefined],
    ['1 2', 'syntax', undefined],
    ['--1', 'syntax', undefined],
    ['0x10', 'notation', '16'],
    ['0o17', 'notation', '15'],
    ['-0xff', 'notation', '-255'],
    ['0xfffffffffffffffffff', 'notation', '75557863725914323419135'],
    ['0x', 'syntax', undefined],
    ['0o8', 'syntax', undefined],
    ['1_000', 'syntax', '1000'],
    ['1_000Gi', 'syntax', '1000Gi'],
    ['1e', 'syntax', undefined],
    ['１２', 'syntax', undefined],
    ['constructor', 'syntax', undefined],
    ['1__', 'syntax', undefined],
    ['Infinity', 'syntax', undefined],
    [Infinity, 'syntax', undefined],
    [NaN, 'syntax', undefined],
    ['-1', 'negative', undefined],
    [-1, 'negative', undefined],
    ['-0.5Gi', 'negative', undefined],
    ['1e999', 'too-large', undefined],
    ['1e31', 'too-large', undefined],
    ['9223372036854775808', 'too-large', undefined],
    ['8Ei', 'too-large', undefined],
    ['1e-31', 'inexact', undefined],
    ['0.5', 'inexact', undefined],
    ['1m', 'inexact', undefined],
    ['0.3Ki', 'inexact', undefined],
    ['1.000', 'thousands', '1000'],
    ['2.000Gi', 'thousands', '2000Gi'],
    ['1.500', 'thousands', '1500'],
  ])('refuses %j bytes as %s, suggesting %s', (written, reason, suggestion) => {
    const error = refusal(() => parseBytes(written));
    expect({ reason: error.reason, suggestion: error.suggestion }).toEqual({ reason, suggestion });
  });

  it('refuses a finer fraction than the unit has', () => {
    expect(refusal(() => parseCpu('0.0005')).reason).toBe('inexact');
    expect(refusal(() => parseCpu('1u')).reason).toBe('inexact');
  });

  it('answers digit strings of any length at once', () => {
    // Timings decide nothing: an arithmetic on a million digits would not come back within the test's own limit.
    for (const digits of ['9', '0', '1.', '.1', '1e']) expect(() => parseBytes(digits.repeat(1_000_000))).toThrow(QuantityError);
  });

  it('parses what it prints, for every amount', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseBytes(printBytes(amount as Bytes))).toBe(amount);
        expect(parseCpu(printCpu(amount as MilliCpu))).toBe(amount);
      }),
    );
  });

  it('prints the shortest binary spelling', () => {
    expect(printBytes((64n << 30n) as Bytes)).toBe('64Gi');
    expect(printBytes(1500n as Bytes)).toBe('1500');
    expect(printBytes(0n as Bytes)).toBe('0');
    expect(printCpu(2000n as MilliCpu)).toBe('2');
    expect(printCpu(1500n as MilliCpu)).toBe('1500m');
  });

  it('is the exact product of number and suffix, or a refusal', () => {
    const scale = (suffix: string): bigint => (suffix.endsWith('i') ? 1n << (10n * BigInt('KMGTPE'.indexOf(suffix[0] ?? '') + 1)) : 1000n ** BigInt(' kMGTPE'.indexOf(suffix || ' ')));
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.constantFrom(...suffixes), (number, suffix) => {
        const exact = number * scale(suffix);
        if (exact > largest) expect(refusal(() => parseBytes(`${number}${suffix}`)).reason).toBe('too-large');
        else expect(parseBytes(`${number}${suffix}`)).toBe(exact);
      }),
    );
  });

  it('suggests only what it would accept', () => {
    const written = fc.tuple(fc.stringMatching(/^\d{1,4}([.,]\d{1,3})?$/), fc.constantFrom('', ' '), fc.stringMatching(/^[kKmMgGtT]?i?[bB]?$/));
    fc.assert(
      fc.property(written, (parts) => {
        try {
          parseQuantity(parts.join(''), 1000n);
        } catch (error) {
          if (!(error instanceof QuantityError)) throw error;
          const { suggestion } = error;
          if (suggestion !== undefined) expect(() => parseQuantity(suggestion, 10n ** 12n)).not.toThrow();
        }
      }),
    );
  });

  it('throws nothing but its own error, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9.,eEGMKi ]{0,30}$/)), (text) => {
        try {
          expect(parseBytes(text)).toBeGreaterThanOrEqual(0n);
        } catch (error) {
          expect(error).toBeInstanceOf(QuantityError);
        }
      }),
    );
  });
});

describe('likely thousands', () => {
  it.each([
    ['1.000', { whole: '1000', decimal: '1' }],
    ['1.500', { whole: '1500', decimal: '1.5' }],
    ['-12.345', { whole: '-12345', decimal: '-12.3450' }],
    ['2.000Gi', { whole: '2000Gi', decimal: '2Gi' }],
    ['0.125', undefined],
    ['1.00', undefined],
    ['1.0000', undefined],
    ['1000', undefined],
  ])('%s', (written, expected) => {
    expect(likelyThousands(written)).toEqual(expected);
  });
});

describe('đồng', () => {
  it('are whole digits', () => {
    expect(parseVnd('1500000')).toBe(1_500_000n);
    expect(parseVnd(0)).toBe(0n);
  });
  it.each([
    ['1.500.000', 'syntax', '1500000'],
    ['1,500,000 đ', 'syntax', '1500000'],
    ['2Ki', 'syntax', undefined],
    ['1.5', 'syntax', undefined],
    ['-5', 'negative', undefined],
    ['9'.repeat(30), 'too-large', undefined],
  ])('refuses %s as %s', (written, reason, suggestion) => {
    const error = refusal(() => parseVnd(written));
    expect({ reason: error.reason, suggestion: error.suggestion }).toEqual({ reason, suggestion });
  });
});

describe('bytes for a reader', () => {
  it.each([
    [0n, '0 B'],
    [1023n, '1023 B'],
    [1024n, '1 KiB'],
    [1536n, '1.5 KiB'],
    [(64n << 30n) - 1n, '63.9 GiB'],
    [1234n << 30n, '1.2 TiB'],
    [-(1n << 30n), '-1 GiB'],
    [-1025n, '-1.1 KiB'],
  ])('%d', (value, text) => {
    expect(readableBytes(value)).toEqual({ vi: text.replace('.', ','), en: text });
  });

  it('never overstates what is there nor understates what is lacking', () => {
    const read = (text: string): bigint => {
      const [number = '', unit = ''] = text.replace('-', '').split(' ');
      const step = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'].indexOf(unit);
      return (BigInt(Math.round(Number(number) * 10)) << (10n * BigInt(step))) / 10n;
    };
    fc.assert(
      fc.property(amounts, (value) => {
        expect(read(readableBytes(value).en) <= value).toBe(true);
        // A tenth of a unit is no whole number of bytes; the division above may cut one off.
        expect(read(readableBytes(-value).en) + 1n >= value).toBe(true);
      }),
    );
  });
});
