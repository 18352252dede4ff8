import { describe, expect, it } from 'vitest';
import { organisationsFor } from '../../../bin/drill/planes/choose.js';
import type { EnvironmentIntent } from '../../../sites/intent/environment.js';

const environment = (organisation: string, primary: string, standby?: string): EnvironmentIntent => ({ organisation, primary: { site: primary }, ...(standby === undefined ? {} : { standby: { site: standby } }) }) as unknown as EnvironmentIntent;

describe('organisations of a drill', () => {
  it('are the smallest of those with something that moves, filled up with others', () => {
    const environments = [
      environment('lon', 'ndc-01', 'ndc-02'),
      environment('lon', 'ndc-01', 'ndc-02'),
      environment('nho', 'ndc-01', 'ndc-03'),
      environment('khac', 'ndc-02', 'ndc-01'),
      environment('dung', 'ndc-01'),
      environment('dung', 'ndc-01'),
    ];
    expect(organisationsFor({ environments }, 'ndc-01')).toEqual(['khac', 'lon', 'nho']);
    expect(organisationsFor({ environments }, 'ndc-02')).toEqual(['dung', 'khac', 'nho']);
  });
});
