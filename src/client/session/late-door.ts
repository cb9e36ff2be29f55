/** Doors to rooms that no first screen needs: the room is fetched with the first call, and again if it did not come. */

type Call = (...given: never[]) => Promise<unknown>;

/** `names`: what the door can do; the compiler says which one is missing. */
export function lateDoor<Name extends string, Door extends Readonly<Record<Name, Call>>>(
  open: () => Promise<Door>,
  names: readonly Name[],
): Pick<Door, Name> {
  const call =
    (name: Name): Call =>
    async (...given) =>
      (await open())[name](...given);
  return Object.fromEntries(names.map((name) => [name, call(name)])) as Pick<Door, Name>;
}

/** Subscribes once the door is open, unless that is over by then. Returns what ends it. */
export function subscribeLate<Door>(
  open: () => Promise<Door>,
  subscribe: (door: Door) => () => void,
): () => void {
  let end = (): void => {};
  let isOver = false;
  void open().then((door) => {
    if (!isOver) end = subscribe(door);
  });
  return () => {
    isOver = true;
    end();
  };
}

/** One room for all calls; one that did not come is asked for again by the next. */
export function openOnce<Door>(load: () => Promise<Door>): () => Promise<Door> {
  let opening: Promise<Door> | undefined;
  return () => {
    opening ??= load().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}
