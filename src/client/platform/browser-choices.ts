/** What this device is set to beside its database; see `Choices` in copies/collect-parts.ts. */
const KEYS = ['racha.theme', 'racha.language'];

export function createBrowserChoices(storage: Storage = localStorage) {
  return {
    read(): Readonly<Record<string, string>> {
      return Object.fromEntries(
        KEYS.flatMap((key) => {
          const value = read(storage, key);
          return value === null ? [] : [[key, value]];
        }),
      );
    },
    restore(choices: Readonly<Record<string, string>>): void {
      for (const key of KEYS) {
        const value = choices[key];
        if (typeof value === 'string' && read(storage, key) === null) write(storage, key, value);
      }
    },
  };
}

function read(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Forbidden or full: it is chosen again.
  }
}
