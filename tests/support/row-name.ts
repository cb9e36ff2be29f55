import type { RowKey } from '#domain/rows.ts';

export const rowName = ({ table, id }: RowKey): string => `${table} ${id}`;
