/**
 * What may be told of an error's message: which of the engines' own sentences it is, and nothing that stands in it. A
 * message may quote what somebody wrote; so none leaves the device, only one of the constants below.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^Cannot read propert(?:ies|y .*) of undefined/, 'Cannot read properties of undefined'],
  [/^Cannot read propert(?:ies|y .*) of null/, 'Cannot read properties of null'],
  [/^Cannot set propert(?:ies|y .*) of (?:undefined|null)/, 'Cannot set properties of undefined or null'],
  [/(?:is|are) undefined$|^undefined is not an object/, 'undefined is not an object'],
  [/^null is not an object|is null$/, 'null is not an object'],
  [/is not a function(?:$| or its return value)/, 'is not a function'],
  [/is not a constructor$/, 'is not a constructor'],
  [/is not defined$|^Can't find variable/, 'is not defined'],
  [/is not iterable/, 'is not iterable'],
  [/before initialization$/, 'used before initialization'],
  [/^Assignment to constant variable/, 'Assignment to constant variable'],
  [/^Maximum call stack size exceeded|^too much recursion/, 'Maximum call stack size exceeded'],
  [/^Invalid array length/, 'Invalid array length'],
  [/^Invalid time value/, 'Invalid time value'],
  [/(?:in JSON at position|^Unexpected token|^JSON\.parse|^JSON Parse error)/, 'not JSON'],
  [/^Unexpected end of (?:JSON )?input/, 'Unexpected end of input'],
  [
    /dynamically imported module|^Importing a module script failed/,
    'Failed to fetch dynamically imported module',
  ],
  [/^(?:Failed to fetch|Load failed|NetworkError when attempting)/, 'Failed to fetch'],
  [/^(?:The operation was aborted|signal is aborted|The user aborted)/, 'aborted'],
  [/^(?:The quota has been exceeded|.*QuotaExceeded)/, 'quota exceeded'],
  [/^(?:Out of memory|out of memory|allocation)/, 'out of memory'],
];

/** Of the start of a message: a regular expression that went through a megabyte would be felt. */
const LOOKED_AT_CHARS = 300;

export function messageShape(message: unknown): string | undefined {
  if (typeof message !== 'string') return undefined;
  const start = message.slice(0, LOOKED_AT_CHARS);
  const react = /^Minified React error #(\d{1,4});/.exec(start)?.[1];
  if (react !== undefined) return `Minified React error #${react}`;
  return SHAPES.find(([pattern]) => pattern.test(start))?.[1];
}

/** Everything it can say but React's numbers, for whoever checks that nothing else is said. */
export const SAID_SHAPES: ReadonlySet<string> = new Set(SHAPES.map(([, shape]) => shape));
