import { describe, expect, it } from 'vitest';
import { type FaultReport, listRecentCodes, onReport, reportError } from './report-error.ts';

describe('reportError', () => {
  it('tells who listens, and who comes late what was before', () => {
    const early: FaultReport[] = [];
    const end = onReport((report) => early.push(report));
    const error = new RangeError('x');
    const code = reportError(error, { place: 'row', componentStack: 'at Row' });
    end();
    reportError(new TypeError('y'), { place: 'promise' });
    expect(early).toEqual([{ error, code, place: 'row', componentStack: 'at Row' }]);
    const late: string[] = [];
    onReport(({ place }) => late.push(place))();
    expect(late.slice(-2)).toEqual(['row', 'promise']);
  });
  it('survives a listener that throws', () => {
    const heard: string[] = [];
    const ends = [
      onReport(() => {
        throw new Error('listener');
      }),
      onReport(({ code }) => heard.push(code)),
    ];
    const code = reportError('text', { place: 'handler' });
    for (const end of ends) end();
    expect(heard.at(-1)).toBe(code);
  });
  it('keeps the last twenty', () => {
    for (let i = 0; i < 30; i++) reportError(i, { place: 'engine' });
    expect(listRecentCodes()).toHaveLength(20);
  });
});
