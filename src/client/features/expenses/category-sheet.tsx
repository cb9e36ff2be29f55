/** Picks a category. */
import { useTranslation } from 'react-i18next';
import { Sheet } from '#client/ui/sheet.tsx';
import { CATEGORIES, type Category, categoryEmoji } from '#domain/expenses/categories.ts';

export function CategorySheet({
  open,
  chosen,
  onPick,
  onClose,
}: {
  readonly open: boolean;
  readonly chosen: Category;
  readonly onPick: (category: Category) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('expenses');
  return (
    <Sheet open={open} onClose={onClose} title={t('form.categoryTitle')} closeLabel={t('close')}>
      <ul className="grid grid-cols-3 gap-2">
        {CATEGORIES.map((category) => (
          <li key={category}>
            <button
              type="button"
              aria-pressed={category === chosen}
              onClick={() => onPick(category)}
              className="flex min-h-20 w-full flex-col items-center justify-center gap-1 rounded-m border border-line p-2 text-xs font-semibold aria-pressed:border-transparent aria-pressed:bg-own aria-pressed:text-own-ink"
            >
              <span aria-hidden="true" className="text-[24px]">
                {categoryEmoji(category)}
              </span>
              {t(`category.${category}`)}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
