import { EngineWorld } from './engine-world.ts';

/** Ana, who made the group, and Bia, who came by its link: both connected, nothing on its way. */
export async function twoInAGroup() {
  const world = new EngineWorld();
  const ana = world.device('ana');
  const group = await ana.createGroup();
  await world.pass();
  const bia = world.device('bia');
  await bia.join(group);
  await world.pass(1_000);
  const memberIdOn = (device: typeof ana): string => device.rows('memberships')[0]?.memberId ?? '';
  return { world, ana, bia, anaId: memberIdOn(ana), biaId: memberIdOn(bia), ...group };
}
