/**
 * The same plans, to be put in order: by the arrows of a row, by Alt and the arrow keys on it, or by dragging its handle. Each
 * step is saved as it is made and seen at once: the next one is counted from it, however long the device takes to save. While
 * a row is dragged only this screen knows.
 */
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import GripVertical from 'lucide-react/icons/grip-vertical';
import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanView } from '#client/store/plan-types.ts';
import { Button } from '#client/ui/button.tsx';
import { IconButton } from '#client/ui/icon-button.tsx';
import { LiveRegion } from '#client/ui/live-region.tsx';
import { ScrollRegion } from '#client/ui/scroll-region.tsx';
import { comparePlaced, type Placed, placeAt } from '#domain/plans/position.ts';
import type { PlanFolder } from './list-folders.ts';

/** False: they were not saved, and that was said. */
export type PlaceInFolder = (folder: string, moves: readonly Placed[]) => Promise<boolean>;

export interface OrderListProps {
  readonly folders: readonly PlanFolder[];
  readonly onPlace: PlaceInFolder;
  readonly onDone: () => void;
}

export function OrderList({ folders, onPlace, onDone }: OrderListProps) {
  const { t } = useTranslation('plans');
  const [said, setSaid] = useState('');
  return (
    <ScrollRegion label={t('list.label')} layout="flex flex-col">
      <div className="flex items-center gap-3 px-4 py-2">
        <p className="flex-1 text-s text-pretty text-muted">{t('order.title')}</p>
        <Button onClick={onDone}>{t('order.done')}</Button>
      </div>
      <LiveRegion>{said}</LiveRegion>
      {folders.map(({ name, plans }) => (
        <section
          key={name}
          aria-label={t('list.folder', { name: name || t('list.noFolder'), count: plans.length })}
        >
          <h2 className="px-4 pt-4 pb-1 text-s font-bold text-muted">
            <bdi>{name || t('list.noFolder')}</bdi>
          </h2>
          <OrderedFolder
            plans={plans}
            onPlace={(moves) => onPlace(name, moves)}
            onMoved={(plan, index) => {
              const place = { name: plan.title || t('untitled'), place: index + 1, count: plans.length };
              setSaid(t('order.moved', place));
            }}
          />
        </section>
      ))}
    </ScrollRegion>
  );
}

interface Drag {
  readonly id: string;
  readonly startY: number;
  /** How far the finger is from where it began. */
  readonly byY: number;
  readonly index: number;
}

function OrderedFolder({
  plans: saved,
  onPlace,
  onMoved,
}: {
  readonly plans: readonly PlanView[];
  readonly onPlace: (moves: readonly Placed[]) => Promise<boolean>;
  readonly onMoved: (plan: PlanView, index: number) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const { plans, place } = usePlaced(saved, onPlace);
  const keepFocus = useFocusKept();
  const move = (plan: PlanView, index: number): void => {
    keepFocus();
    place(plan, index);
    onMoved(plan, index);
  };
  const step = (plan: PlanView, by: 1 | -1): void => {
    const index = plans.indexOf(plan) + by;
    if (index >= 0 && index < plans.length) move(plan, index);
  };
  const follow = (event: PointerEvent): void => {
    const rows = list.current?.children;
    if (!drag || !rows) return;
    const index = indexAt(
      rows,
      event.clientY,
      plans.findIndex(({ id }) => id === drag.id),
    );
    setDrag({ ...drag, byY: event.clientY - drag.startY, index });
  };
  const drop = (plan: PlanView): void => {
    if (drag && drag.index !== plans.indexOf(plan)) move(plan, drag.index);
    setDrag(undefined);
  };
  return (
    <ul ref={list} className="divide-y divide-line">
      {plans.map((plan, index) => (
        <li
          key={plan.id}
          style={drag?.id === plan.id ? { transform: `translateY(${drag.byY}px)` } : undefined}
          className={`flex items-center gap-1 ps-1 pe-2 ${drag?.id === plan.id ? 'relative z-10 bg-raised shadow-raised' : ''} ${drag && drag.id !== plan.id && drag.index === index ? 'bg-own' : ''}`}
        >
          <OrderedRow
            plan={plan}
            isFirst={index === 0}
            isLast={index === plans.length - 1}
            onStep={(by) => step(plan, by)}
            grip={{
              onPointerDown: (event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setDrag({ id: plan.id, startY: event.clientY, byY: 0, index });
              },
              onPointerMove: follow,
              onPointerUp: () => drop(plan),
              onPointerCancel: () => setDrag(undefined),
            }}
          />
        </li>
      ))}
    </ul>
  );
}

/** The plans in the order chosen here, before the device has saved it: what is being saved goes before what is saved. */
function usePlaced(saved: readonly PlanView[], onPlace: (moves: readonly Placed[]) => Promise<boolean>) {
  const [moving, setMoving] = useState<ReadonlyMap<string, Placed>>(new Map());
  const plans = saved
    .map((plan) => ({ ...plan, position: moving.get(plan.id)?.position ?? plan.position }))
    .sort(comparePlaced);
  const forget = useCallback((isOver: (move: Placed) => boolean): void => {
    setMoving((before) => {
      const after = new Map([...before].filter(([, move]) => !isOver(move)));
      return after.size === before.size ? before : after;
    });
  }, []);
  useEffect(() => {
    const positions = new Map(saved.map(({ id, position }) => [id, position]));
    forget(({ id, position }) => positions.get(id) === position);
  }, [saved, forget]);
  const place = (plan: PlanView, index: number): void => {
    const moves = placeAt(plans, plan.id, index);
    setMoving((before) => new Map([...before, ...moves.map((move) => [move.id, move] as const)]));
    void onPlace(moves).then((isSaved) => {
      if (!isSaved) forget((move) => moves.includes(move));
    });
  };
  return { plans, place };
}

/** A row that is put elsewhere in the page loses the focus: whoever goes on with the keys would be at its top again. */
function useFocusKept(): () => void {
  const focused = useRef<Element>(null);
  // After each render: the one that follows a move has the new order.
  useLayoutEffect(() => {
    if (focused.current instanceof HTMLElement && focused.current !== document.activeElement)
      focused.current.focus({ preventScroll: true });
    focused.current = null;
  });
  return () => {
    focused.current = document.activeElement;
  };
}

/** The row whose middle is nearest to `y`; the dragged one is where it began. */
function indexAt(rows: HTMLCollection, y: number, dragged: number): number {
  let nearest = dragged;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, row] of [...rows].entries()) {
    if (index === dragged) continue;
    const { top, height } = row.getBoundingClientRect();
    const off = Math.abs(top + height / 2 - y);
    if (off < Math.min(distance, height / 2)) {
      nearest = index;
      distance = off;
    }
  }
  return nearest;
}

type Grip = Readonly<
  Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel', (event: PointerEvent) => void>
>;

function OrderedRow({
  plan,
  isFirst,
  isLast,
  onStep,
  grip,
}: {
  readonly plan: PlanView;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly grip: Grip;
}) {
  const { t } = useTranslation('plans');
  const name = plan.title || t('untitled');
  const stepByKey = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onStep(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <>
      {/* By finger or mouse alone: whoever cannot drag has the arrows beside it. */}
      <span
        aria-hidden="true"
        {...grip}
        className="target inline-grid shrink-0 cursor-grab touch-none place-items-center text-muted"
      >
        <GripVertical size={20} />
      </span>
      <span className="min-w-0 flex-1 truncate py-3">
        <span aria-hidden="true">{plan.icon ?? '📄'} </span>
        <bdi className="font-semibold">{name}</bdi>
      </span>
      <IconButton
        label={t('order.up', { name })}
        icon={<ChevronUp aria-hidden="true" size={22} />}
        aria-disabled={isFirst || undefined}
        onClick={() => onStep(-1)}
        onKeyDown={stepByKey}
      />
      <IconButton
        label={t('order.down', { name })}
        icon={<ChevronDown aria-hidden="true" size={22} />}
        aria-disabled={isLast || undefined}
        onClick={() => onStep(1)}
        onKeyDown={stepByKey}
      />
    </>
  );
}
