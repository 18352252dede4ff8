import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuantity } from '../../../sites/model/units.js';
import { isAsWritten } from '../../../sites/model/yaml-number.js';
import { diagnosticsOf, english, estateOf, put, where } from './estate-files.js';

const tenant = 'tenants/bo-y-te.yaml';
const memory = (written: string) => ({ [tenant]: put('memory: 64Gi', `memory: ${written}`) });
const memoryOf = (written: string): bigint | undefined => {
  const quota = estateOf(memory(written)).requests['bo-y-te']?.systems[0]?.environments[0]?.quota;
  return quota !== undefined && 'memory' in quota ? quota.memory : undefined;
};

describe('a number in a file', () => {
  it.each(['0', '-0', '1', '+5', '007', '1e3', '1E+3', '1.50', '.5', '5.', '1.5e3', '12500e-2', '0.1', '9007199254740991', '0.30000000000000004'])('%s is what is written', (source) => {
    expect(isAsWritten(Number(source), source)).toBe(true);
  });

  it.each(['9007199254740993', '1e400', '1e-400', '0.1000000000000000000001', '123456789.123456789123', '0x10', '0o7', '1e21'])('%s is handed on as text', (source) => {
    expect(isAsWritten(Number(source), source)).toBe(false);
  });

  it('reads back as the quantity that was written, whenever it is kept', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 9 }), fc.nat({ max: 10 ** 9 }), fc.integer({ min: -12, max: 12 }), (whole, fraction, exponent) => {
        const source = `${whole}.${fraction}e${exponent}`;
        const value = Number(source);
        fc.pre(isAsWritten(value, source));
        // Thousandths of a thousandth of a trillionth: every such number is whole in them.
        expect(parseQuantity(value, 10n ** 24n)).toBe(parseQuantity(source, 10n ** 24n));
      }),
    );
  });
});

describe('a quantity', () => {
  it.each([
    ['1e3', 1000n],
    ['1E3', 1000n],
    ['"1e3"', 1000n],
    ['1.5e3', 1500n],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['9223372036854775807', (1n << 63n) - 1n],
    ['010', 10n],
  ])('%s is %s bytes', (written, bytes) => {
    expect(memoryOf(written)).toBe(bytes);
  });

  it.each([
    ['0x10', '16'],
    ['0o7', '7'],
    ['"0x10"', '16'],
    ['0xFFFFFFFFFFFFFFFF', '18446744073709551615'],
    ['0b11', '3'],
  ])('%s is refused, and means %s', (written, decimal) => {
    const found = written.replaceAll('"', '');
    expect(english(memory(written))).toEqual([
      `${tenant}:15:33 NDC-E008 systems.0 (ho-so-suc-khoe).environments.0 (prod).quota.memory is "${found}"; expected a Kubernetes quantity such as 64Gi or 64G, in decimal notation. Did you mean ${decimal}?`,
    ]);
  });

  it('1_000 is refused with the digits alone', () => {
    expect(english(memory('1_000'))).toEqual([expect.stringContaining('is "1_000"; expected a Kubernetes quantity such as 64Gi or 64G. Did you mean 1000?')]);
  });

  it('too small for a byte is refused as such, and not read as nothing', () => {
    expect(diagnosticsOf(memory('1e-400')).map(where)).toEqual([`${tenant}:15:33 NDC-E008`]);
  });

  it('is not the only number that may not be hexadecimal', () => {
    expect(english({ 'ndc-01.yaml': put('racks: 100', 'racks: 0x64') })).toEqual([expect.stringContaining('facility.halls.0.racks is "0x64"; expected a whole number from ')]);
    expect(english({ 'ndc-01.yaml': put('racks: 100', 'racks: 0x64') })[0]).toMatch(/Did you mean 100\?$/);
  });
});
