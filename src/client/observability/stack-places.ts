/**
 * An error's stack without its message. V8 begins the stack with the message, and a message has lines that look like
 * places in the code when a person wrote such; the other engines leave it out.
 */
export function stackPlaces({ stack = '', message }: Error): string {
  if (message === '') return stack;
  const at = stack.indexOf(message);
  // What stands before it is the error's class and nothing else, or this is not where the message is.
  return at >= 0 && /^(?:\S+: )?$/.test(stack.slice(0, at)) ? stack.slice(at + message.length) : stack;
}
