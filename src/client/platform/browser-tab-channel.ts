import type { TabChannel, TabMessage } from './tab-channel.ts';

/** BroadcastChannel between the tabs and the worker of this origin; silent where there is none. */
export function createBrowserTabChannel(name = 'racha'): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return { post: () => {}, listen: () => () => {} };
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen(onMessage) {
      const listener = (event: MessageEvent<TabMessage>) => onMessage(event.data);
      channel.addEventListener('message', listener);
      return () => {
        channel.removeEventListener('message', listener);
        channel.close();
      };
    },
  };
}
