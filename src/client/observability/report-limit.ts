/** What breaks in a loop is told a few times, and nobody's data plan pays for the rest. Per page, by the error's code. */
const SAME_MAX = 3;
/** As many as the SDK has on their way at once: what is more it drops. */
const ALL_MAX = 40;

export function createReportLimit(): (code: string) => boolean {
  const timesByCode = new Map<string, number>();
  let all = 0;
  return (code) => {
    const times = timesByCode.get(code) ?? 0;
    if (times >= SAME_MAX || all >= ALL_MAX) return false;
    timesByCode.set(code, times + 1);
    all += 1;
    return true;
  };
}
