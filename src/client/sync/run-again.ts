/** One run at a time; calls while it runs make one more, and no further one. Failures go to `onFault`. */
export function runAgain(run: () => Promise<void>, onFault: (error: unknown) => void): () => Promise<void> {
  let isRunning = false;
  let again = false;
  return async () => {
    again = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (again) {
        again = false;
        await run();
      }
    } catch (error) {
      onFault(error);
    } finally {
      isRunning = false;
    }
  };
}
