import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category } from '#domain/expenses/categories.ts';

/** What a category is called in the person's language. */
export function useCategoryWords(): (category: Category) => string {
  const { t } = useTranslation('expenses');
  return useCallback((category) => t(`category.${category}`), [t]);
}
