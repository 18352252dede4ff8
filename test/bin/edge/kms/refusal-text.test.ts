import { describe, expect, it } from 'vitest';
import { refusalText } from '../../../../bin/edge/kms/conformance-found.js';

describe('what a plugin refuses', () => {
  it('is told in the reader’s language, and the plugin’s own words as such', () => {
    expect(refusalText({ code: 'UNAVAILABLE', details: 'the token is away' })).toEqual({ vi: 'UNAVAILABLE, không phục vụ được lúc này; nguyên văn: "the token is away"', en: 'UNAVAILABLE, it cannot serve now; in its own words: "the token is away"' });
  });

  it('is told by its code alone where there is nothing more, and harmlessly', () => {
    expect(refusalText({ code: 'DATA_LOSS', details: '' })).toEqual({ vi: 'DATA_LOSS', en: 'DATA_LOSS' });
    expect(refusalText({ code: 'INTERNAL', details: '\u001b[2Jx' }).vi).not.toContain('\u001b');
  });
});
