/** L1: half of the schedules that every test run has; the other half runs beside it. */
import { TEST_RUN } from './draw-schedule.ts';
import { expectSchedules } from './expect-schedules.ts';

const HALF = TEST_RUN.count / 2;

expectSchedules({ from: TEST_RUN.from, count: HALF });
