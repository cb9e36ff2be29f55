/** One holder at a time among the tabs and the worker of this device. A frozen holder keeps it: see the lease. */
export interface Locks {
  /**
   * Resolves when the lock is held; `release` lets it go. Rejects with AbortError when `signal` fires first.
   * Truly exclusive, or never: a platform without locks does not resolve, and the lease in the database decides.
   */
  acquire(name: string, signal: AbortSignal): Promise<{ release(): void }>;
}
