import { useCallback, useEffect, useState } from 'react';

export interface StorageState {
  /** Undefined: not known yet, or this browser does not say. */
  readonly persisted: boolean | undefined;
  readonly usedBytes: number | undefined;
  readonly quotaBytes: number | undefined;
  /** Asks the browser not to evict; resolves to whether it agreed. */
  readonly protect: () => Promise<boolean>;
}

export function useStorageState(): StorageState {
  const [state, setState] = useState<Omit<StorageState, 'protect'>>({
    persisted: undefined,
    usedBytes: undefined,
    quotaBytes: undefined,
  });
  const read = useCallback(async () => {
    const persisted = await navigator.storage?.persisted?.();
    const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
    setState({ persisted, usedBytes: usage, quotaBytes: quota });
  }, []);
  useEffect(() => void read(), [read]);
  const protect = useCallback(async () => {
    const granted = (await navigator.storage?.persist?.()) ?? false;
    await read();
    return granted;
  }, [read]);
  return { ...state, protect };
}
