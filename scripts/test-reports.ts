/** The reports Vitest and Playwright leave, as one list of tests that ran. */
import { join, relative } from 'node:path';
import * as v from 'valibot';

export interface Ran {
  readonly file: string;
  /** Of the test and of the groups around it. */
  readonly titles: readonly string[];
  readonly status: 'passed' | 'failed' | 'skipped';
  /** It failed first and passed at the second try. */
  readonly isFlaky?: boolean;
  /** Epoch ms. */
  readonly startedAt: number;
}

const vitestReport = v.object({
  startTime: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      assertionResults: v.array(
        v.object({ ancestorTitles: v.array(v.string()), title: v.string(), status: v.string() }),
      ),
    }),
  ),
});

interface Suite {
  readonly title: string;
  readonly file: string;
  readonly suites?: readonly Suite[] | undefined;
  readonly specs: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly { readonly status: string }[];
  }[];
}
const suiteSchema: v.GenericSchema<unknown, Suite> = v.object({
  title: v.string(),
  file: v.string(),
  suites: v.optional(v.array(v.lazy(() => suiteSchema))),
  specs: v.array(
    v.object({ title: v.string(), ok: v.boolean(), tests: v.array(v.object({ status: v.string() })) }),
  ),
});
const playwrightReport = v.object({
  config: v.object({ rootDir: v.string() }),
  stats: v.object({ startTime: v.string() }),
  suites: v.array(suiteSchema),
});

/** Empty for a text that is neither's report. */
export function readReport(root: string, text: string): Ran[] {
  const report: unknown = JSON.parse(text);
  const vitest = v.safeParse(vitestReport, report);
  if (vitest.success) return ranByVitest(root, vitest.output);
  const playwright = v.safeParse(playwrightReport, report);
  return playwright.success ? ranByPlaywright(root, playwright.output) : [];
}

function ranByVitest(root: string, report: v.InferOutput<typeof vitestReport>): Ran[] {
  const startedAt = report.startTime;
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      file: relative(root, name),
      titles: [...ancestorTitles, title],
      status: status === 'passed' || status === 'failed' ? status : 'skipped',
      startedAt,
    })),
  );
}

function ranByPlaywright(root: string, report: v.InferOutput<typeof playwrightReport>): Ran[] {
  const startedAt = Date.parse(report.stats.startTime);
  const folder = relative(root, report.config.rootDir);
  const walk = (suite: Suite, around: readonly string[]): Ran[] => [
    ...suite.specs.map(({ title, ok, tests }): Ran => {
      const isSkipped = tests.every(({ status }) => status === 'skipped');
      const status = isSkipped ? 'skipped' : ok ? 'passed' : 'failed';
      const isFlaky = tests.some((one) => one.status === 'flaky');
      return { file: join(folder, suite.file), titles: [...around, title], status, isFlaky, startedAt };
    }),
    ...(suite.suites ?? []).flatMap((inner) => walk(inner, [...around, inner.title])),
  ];
  return report.suites.flatMap((suite) => walk(suite, []));
}
