/** Declares seeded schedules as tests, one each, on machines they share. */
import { afterAll, expect, test } from 'vitest';
import { drawSchedule } from './draw-schedule.ts';
import { describeFailure } from './report.ts';
import { runSchedule } from './run-schedule.ts';
import { openMachines } from './storm-world.ts';
import { addResult, emptySummary } from './summary.ts';

export function expectSchedules({ from, count }: { from: number; count: number }): void {
  const machines = openMachines();
  const summary = emptySummary();
  for (let seed = from; seed < from + count; seed += 1) {
    const schedule = drawSchedule(seed);
    const what = [...new Set(schedule.disturbances)].join(', ');
    test(`schedule ${seed} on ${schedule.topology}: ${what}`, async () => {
      const result = await runSchedule(schedule, machines);
      addResult(summary, result);
      if (result.violations.length > 0) expect.fail(describeFailure(result));
      // Else the run would have tested nothing.
      expect(result.opsInLog).toBeGreaterThan(100);
      expect(result.disturbedWhileOwing).toBeGreaterThan(0);
    });
  }
  afterAll(async () => {
    await machines[Symbol.asyncDispose]();
    console.log(JSON.stringify(summary));
  });
}
