import type { DeviceStore } from '#client/platform/device-store.ts';

/** How far the person has read, as this device's own mark; false: it was there already. */
export function saveRead(store: DeviceStore, groupId: string, version: number): Promise<boolean> {
  return store.write(['memberships', 'marks'], async (tx) => {
    const membership = await tx.get('memberships', groupId);
    if (!membership) return false;
    const { memberId } = membership;
    const mark = await tx.get('marks', [groupId, memberId]);
    if (mark && mark.read >= version) return false;
    await tx.put('marks', [{ groupId, memberId, delivered: mark?.delivered ?? 0, read: version }]);
    return true;
  });
}
