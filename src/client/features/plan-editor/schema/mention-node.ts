/** A member named in a plan: their id, and the name as it was, for whom the row is not here any more. */
import Mention from '@tiptap/extension-mention';

export const PlanMention = Mention.extend({
  addAttributes() {
    return {
      id: { default: null, parseHTML: (element) => element.getAttribute('data-id') },
      label: { default: null, parseHTML: (element) => element.getAttribute('data-label') },
    };
  },
  renderHTML({ node }) {
    return [
      'span',
      {
        'data-type': 'mention',
        'data-id': node.attrs.id,
        'data-label': node.attrs.label,
        class: 'plan-mention',
      },
      `@${node.attrs.label ?? ''}`,
    ];
  },
  renderText: ({ node }) => `@${node.attrs.label ?? ''}`,
});
