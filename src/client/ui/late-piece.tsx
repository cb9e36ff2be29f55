/**
 * A piece of a screen (a menu, a sheet) that is fetched when it is first wanted. Offline, before the worker has everything,
 * it may not be there: then the screen goes on as it is, whatever was being typed in it too, and a word says so.
 *
 *   wanted ──load──→ shown
 *      ↑       └────→ not there: closed again, and told with “try again” (`reopen`)
 *
 * React's own `lazy` would throw to the next boundary, which is the screen's, and keep the failure for ever.
 */
import {
  type ComponentType,
  createContext,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { GuardContext } from './guard.ts';

/** Told of what is not there; `retry` wants it again. The shell says it in words. */
export const LateContext = createContext<(retry: () => void) => void>(() => {});

export interface LateProps {
  readonly onClose: () => void;
  /** Puts the screen back to where it wanted this piece. */
  readonly reopen: () => void;
}

export type LatePiece<P> = ComponentType<P & LateProps> & {
  /** Fetches it before it is wanted. Never rejects: who wants it hears of it. */
  preload(): Promise<void>;
};

export function latePiece<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): LatePiece<P> {
  let loaded: ComponentType<P> | undefined;
  const fetchPiece = async (): Promise<ComponentType<P>> => {
    loaded = (await load()).default;
    return loaded;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each piece, as its module loads.
  function Late(props: P & LateProps) {
    const [Piece, setPiece] = useState<ComponentType<P> | undefined>(() => loaded);
    const tell = useContext(LateContext);
    const Guard = useContext(GuardContext);
    const latest = useRef(props);
    useLayoutEffect(() => {
      latest.current = props;
    });
    useEffect(() => {
      if (loaded) return;
      let isWanted = true;
      fetchPiece().then(
        (fetched) => isWanted && setPiece(() => fetched),
        () => {
          if (!isWanted) return;
          const { onClose, reopen } = latest.current;
          onClose();
          tell(reopen);
        },
      );
      return () => {
        isWanted = false;
      };
    }, [tell]);
    return (
      Piece && (
        <Guard onClose={props.onClose}>
          <Piece {...props} />
        </Guard>
      )
    );
  }
  return Object.assign(Late, {
    preload: () =>
      fetchPiece().then(
        () => {},
        () => {},
      ),
  });
}

/** When the screen has nothing else to do. */
export function usePreload(piece: { preload(): Promise<void> }): void {
  useEffect(() => {
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(() => void piece.preload(), IDLE_AFTER_MS);
      return () => clearTimeout(timer);
    }
    const asked = requestIdleCallback(() => void piece.preload());
    return () => cancelIdleCallback(asked);
  }, [piece]);
}

/** Where the browser does not tell (Safari): after the first rows are on the screen. */
const IDLE_AFTER_MS = 2_000;
