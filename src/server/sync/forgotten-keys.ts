import type { RowChange, RowView } from '#domain/rows.ts';
import type { LogPlace } from './log-store.ts';

/** Where the keys were set that these rows have and, after the changes, have no more. */
export function listForgottenKeys(rows: RowView, changes: readonly RowChange[]): LogPlace[] {
  return changes.flatMap(({ table, row }) => {
    if (table !== 'members') return [];
    const before = rows.get('members', row.id)?.pixKey?.version;
    return before === undefined || before === row.pixKey?.version
      ? []
      : [{ groupId: row.groupId, version: before }];
  });
}
