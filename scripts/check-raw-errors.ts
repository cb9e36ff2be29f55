/**
 * No screen shows a raw error, and none has words of its own for one. What was thrown never becomes text in src/client: a
 * thrown thing is what a `catch`, a rejection handler, a boundary's fallback or an error event hands over; text is its message
 * or stack, `String()`, JSON, a template, a `+`, or it as a child of an element. Words come from the catalogue
 * (src/client/errors), so that outside of it
 *   - no toast is bad news: `useFailureToast` shows those;
 *   - where something was caught no word is looked up (`t(…)`);
 *   - a `<Notice tone="bad">`, `<Trouble>` or `<Complaint>` looks up none either;
 *   - no slice of the locales but `errors.json` has a sentence for a failure.
 *
 * It fails when it read nothing, when a planted one passes, and when an exemption is not needed any more.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const FILES_MIN = 200;
const SLICES_MIN = 60;

/** File → why what it reads of an error is never shown. */
const EXEMPT: Readonly<Record<string, string>> = {
  'src/client/errors/kind-of.ts': 'tells a chunk that is gone by what browsers say of it; gives a kind',
  'src/client/observability/error-code.ts':
    'reads places in the code out of the stack, from behind the message',
  'src/client/observability/worker-fault.ts':
    'tells the page of a fault in the worker; the page shows its code',
  'src/client/observability/describe-report.ts': 'a report to the operator, scrubbed; never a screen',
};

/** File → why its own words stand where the catalogue's would. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'src/client/app/main.tsx': 'tells of an error nobody expected, by its code, where there is no component',
  'src/client/features/settings/leave-sheet.tsx': 'warns of what leaving costs: nothing has failed',
  'src/client/features/copies/copy-contents.tsx': 'counts the parts of a copy that are left out',
  'src/client/features/account/erase-part.tsx': 'a box that must be ticked, beside the field',
  'src/client/features/account/link-code.tsx': 'what the person at the other device answered',
};

/** What a failure would be called in a slice of words. */
const FAILURE_KEY = /(^|\.)(\w*[fF]ailed|notSaved|troubles?|errors?)(\.|$)/;

type Node = { readonly type: string; readonly [field: string]: unknown };
type Bound = ReadonlySet<string>;

const THROWN_NAMES = /^(e|err|error|reason|thrown|exception)$/;
const TELLING = new Set(['message', 'stack', 'toString', 'toLocaleString']);
const SHOWN_FIELDS = new Set(['text', 'title', 'label', 'children']);

const files = readdirSync(join(root, 'src/client'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => `src/client/${file}`);
if (files.length < FILES_MIN) fail(`only ${files.length} files were read`);

const found = files.flatMap((file) => {
  const source = readFileSync(join(root, file), 'utf8');
  const raw = judge(file, findRaw(source, file.endsWith('.tsx')), EXEMPT);
  if (file.startsWith('src/client/errors/')) return raw;
  return [...raw, ...judge(file, findOwnWords(source, file.endsWith('.tsx')), OWN_WORDS)];
});
found.push(...findFailureKeys());
for (const line of found) console.error(line);
checkTheChecker();
console.log(`${files.length} files, ${found.length} raw errors or words of their own`);
if (found.length > 0) fail('give it a kind of the catalogue: src/client/errors');

function judge(file: string, what: readonly string[], exempt: Readonly<Record<string, string>>): string[] {
  if (file in exempt && what.length === 0) return [`${file}: its exemption is not needed any more`];
  return file in exempt ? [] : what.map((one) => `${file}: ${one}`);
}

function findOwnWords(source: string, tsx = true): string[] {
  const told: string[] = [];
  const ast = parseSync(source, { syntax: 'typescript', tsx, target: 'esnext' });
  visitWords(ast as unknown as Node, undefined, (what) => told.push(what));
  return told;
}

/** `failing`: what one is inside of, where only the catalogue speaks. */
function visitWords(node: Node, failing: string | undefined, tell: (what: string) => void): void {
  if (isBadToast(node)) tell('a toast that is bad news: useFailureToast');
  if (failing !== undefined && node.type === 'CallExpression' && nameOf(node.callee) === 't')
    tell(`words of its own ${failing}`);
  for (const [field, value] of Object.entries(node))
    for (const part of Array.isArray(value) ? value : [value])
      if (isNode(part)) visitWords(part, failing ?? failingIn(node, field, part), tell);
      else if (isNode((part as { expression?: unknown } | null)?.expression))
        visitWords(
          (part as { expression: Node }).expression,
          failing ?? failingIn(node, field, (part as { expression: Node }).expression),
          tell,
        );
}

function failingIn(node: Node, field: string, part: Node): string | undefined {
  if (node.type === 'CatchClause') return 'where something was caught';
  if (node.type === 'CallExpression' && isFunction(part)) {
    const method = propertyOf(node.callee);
    if (part === (method === 'catch' ? argument(node, 0) : method === 'then' ? argument(node, 1) : undefined))
      return 'where something was caught';
  }
  return node.type === 'JSXElement' && field === 'children' && isBadNews(node.opening as Node)
    ? 'in bad news'
    : undefined;
}

function isBadNews(opening: Node): boolean {
  const name = nameOf(opening.name);
  if (name === 'Trouble' || name === 'Complaint') return true;
  return (
    name === 'Notice' &&
    (opening.attributes as Node[]).some(
      ({ name: attribute, value }) =>
        nameOf(attribute) === 'tone' && (value as { value?: unknown } | undefined)?.value === 'bad',
    )
  );
}

/** `{ text: …, tone: 'bad' }` */
function isBadToast(node: Node): boolean {
  if (node.type !== 'ObjectExpression') return false;
  const properties = (node.properties as Node[]).filter(({ type }) => type === 'KeyValueProperty');
  const given = (name: string): unknown => properties.find(({ key }) => nameOf(key) === name)?.value;
  return given('text') !== undefined && (given('tone') as { value?: unknown } | undefined)?.value === 'bad';
}

function findFailureKeys(): string[] {
  const slices = readdirSync(join(root, 'locales'), { recursive: true, encoding: 'utf8' }).filter(
    // The page of last resort shares nothing with the app.
    (file) => file.endsWith('.json') && !/(^|\/)errors\.json$|\/rescue\//.test(file),
  );
  if (slices.length < SLICES_MIN) fail(`only ${slices.length} slices of words were read`);
  return slices.flatMap((file) =>
    listKeys(JSON.parse(readFileSync(join(root, 'locales', file), 'utf8')))
      .filter((key) => FAILURE_KEY.test(key))
      .map((key) => `locales/${file}: ${key} is a kind's to say`),
  );
}

function listKeys(words: Readonly<Record<string, unknown>>, path = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : listKeys(value as Record<string, unknown>, `${path}${key}.`),
  );
}

function findRaw(source: string, tsx = true): string[] {
  const told: string[] = [];
  const ast = parseSync(source, { syntax: 'typescript', tsx, target: 'esnext' });
  visit(ast as unknown as Node, new Set(), (what) => told.push(what));
  return told;
}

function visit(node: Node, outer: Bound, tell: (what: string) => void): void {
  const bound = new Set([...outer, ...namesOfThrown(node)]);
  const what = describeRaw(node, bound);
  if (what !== undefined) tell(what);
  const walk = (value: unknown): void => {
    if (isNode(value)) visit(value, bound, tell);
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) walk(part);
  };
  for (const value of Object.values(node)) walk(value);
}

/** The names that what was thrown has inside this node. */
function namesOfThrown(node: Node): string[] {
  if (node.type === 'CatchClause') return namesIn(node.param);
  if (node.type === 'CallExpression') {
    const method = propertyOf(node.callee);
    const handler =
      method === 'catch' ? argument(node, 0) : method === 'then' ? argument(node, 1) : undefined;
    return handler ? firstParameter(handler) : [];
  }
  // A boundary's fallback, as a property of its element or a component of its own.
  if (node.type === 'JSXAttribute' && nameOf(node.name) === 'fallbackRender') {
    const { value } = node as { value?: { expression?: unknown } };
    return isNode(value?.expression) ? firstParameter(value.expression) : [];
  }
  if (isFunction(node)) return parametersOf(node).flatMap(unknownNames);
  return [];
}

function describeRaw(node: Node, bound: Bound): string | undefined {
  const isThrown = (one: unknown): boolean => {
    const bare = unwrap(one);
    const name = nameOf(bare);
    if (name !== undefined) return bound.has(name);
    return isNode(bare) && bare.type === 'MemberExpression' && isEventError(bare);
  };
  switch (node.type) {
    case 'MemberExpression': {
      const object = unwrap(node.object);
      const property = propertyOf(node);
      const isNamed = THROWN_NAMES.test(nameOf(object) ?? '');
      return property !== undefined && TELLING.has(property) && (isNamed || isThrown(object))
        ? `.${property} of what was thrown`
        : undefined;
    }
    case 'CallExpression': {
      const callee =
        nameOf(node.callee) ?? `${nameOf((node.callee as Node).object)}.${propertyOf(node.callee)}`;
      return (callee === 'String' || callee === 'JSON.stringify') && isThrown(argument(node, 0))
        ? `${callee}() of what was thrown`
        : undefined;
    }
    case 'TemplateLiteral':
      return ((node.expressions ?? []) as unknown[]).some(isThrown)
        ? 'what was thrown in a template'
        : undefined;
    case 'BinaryExpression':
      return node.operator === '+' && (isThrown(node.left) || isThrown(node.right))
        ? 'what was thrown, added to a text'
        : undefined;
    case 'JSXElement':
    case 'JSXFragment':
      return (node.children as Node[]).some(
        (child) => child.type === 'JSXExpressionContainer' && isThrown(child.expression),
      )
        ? 'what was thrown as a child of an element'
        : undefined;
    case 'KeyValueProperty':
      return SHOWN_FIELDS.has(nameOf(node.key) ?? '') && isThrown(node.value)
        ? `what was thrown as ${nameOf(node.key)}`
        : undefined;
    default:
      return undefined;
  }
}

/** `event.error`, `event.reason`. */
function isEventError(node: Node): boolean {
  const property = propertyOf(node);
  return nameOf(unwrap(node.object)) === 'event' && (property === 'error' || property === 'reason');
}

function unknownNames(parameter: unknown): string[] {
  const pattern = patternOf(parameter);
  if (!isNode(pattern)) return [];
  const name = nameOf(pattern);
  if (name === undefined || !THROWN_NAMES.test(name)) return [];
  const annotation = (pattern.typeAnnotation as Node | undefined)?.typeAnnotation as Node | undefined;
  return annotation?.kind === 'unknown' ? [name] : [];
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

function isFunction({ type }: Node): boolean {
  return ['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration', 'ClassMethod'].includes(
    type,
  );
}

function parametersOf(node: Node): unknown[] {
  return (node.params ?? (node.function as Node | undefined)?.params ?? []) as unknown[];
}

function patternOf(parameter: unknown): unknown {
  return (parameter as { pat?: unknown }).pat ?? parameter;
}

function firstParameter(handler: Node): string[] {
  return isFunction(handler) ? namesIn(patternOf(parametersOf(handler)[0] ?? {})) : [];
}

function argument(call: Node, at: number): Node | undefined {
  const given = (call.arguments as { expression?: unknown }[] | undefined)?.[at]?.expression;
  return isNode(given) ? given : undefined;
}

function propertyOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'MemberExpression' ? nameOf(node.property) : undefined;
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? (node.value as string) : undefined;
}

/** Of a name, `{ error }`, `{ error: thrown }`. */
function namesIn(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  if (pattern.type === 'Identifier') return [pattern.value as string];
  if (pattern.type !== 'ObjectPattern') return [];
  return (pattern.properties as Node[]).flatMap((property) => {
    if (property.type === 'AssignmentPatternProperty') return namesIn(property.key);
    return property.type === 'KeyValuePatternProperty' ? namesIn(property.value) : [];
  });
}

/** Without parentheses and assertions. */
function unwrap(node: unknown): unknown {
  if (!isNode(node)) return node;
  return ['ParenthesisExpression', 'TsAsExpression', 'TsNonNullExpression', 'TsSatisfiesExpression'].includes(
    node.type,
  )
    ? unwrap(node.expression)
    : node;
}

/** Each planted line must be caught, and none of the honest ones. */
function checkTheChecker(): void {
  const planted = [
    'try { f(); } catch (boom) { show(boom.message); }',
    'try { f(); } catch (boom) { show(String(boom)); }',
    'try { f(); } catch (boom) { show(JSON.stringify(boom)); }',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source to be read.
    'try { f(); } catch (boom) { show(`não deu: ${boom}`); }',
    "try { f(); } catch (boom) { show('não deu: ' + boom); }",
    'f().catch((boom) => toast.show({ text: boom }));',
    'f().then(done, (boom: unknown) => set((boom as Error).message));',
    'const Fallback = <B fallbackRender={({ error }) => <p>{error}</p>} />;',
    'function Note({ x }: P) { return <p>{(x.error as Error).message}{String(f)}{((error: unknown) => error.stack)(x)}</p>; }',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source to be read.
    'addEventListener("error", (event) => show(`${event.error}`));',
  ];
  const honest = [
    'try { f(); } catch (boom) { report(boom); show(words(kindOf(boom)).cause); }',
    'f().catch((boom) => report(boom, { text: t("x") }));',
    'const Field = ({ error }: { error?: string }) => <p>{error}</p>;',
    'const row = ({ message }: Row) => <p>{message.text}</p>;',
  ];
  for (const line of planted)
    if (findRaw(line).length === 0) fail(`a planted raw error went unseen: ${line}`);
  const ownWords = [
    "f().catch(() => toast.show({ text: words('x').brief, tone: 'bad' }));",
    "const run = async () => { try { await f(); } catch { setSaid(t('sorry')); } };",
    "f().catch(() => setSaid(t('sorry')));",
    "f().then(done, () => setSaid(t('sorry')));",
    'const Note = () => <Notice tone="bad">{isX && t("sorry")}</Notice>;',
    "const Note = () => <Trouble>{t('sorry')}</Trouble>;",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source to be read.
    'const Note = () => <Complaint>{t(`sorry.${x}`)}</Complaint>;',
  ];
  const othersWords = [
    'const Note = () => <Notice tone="wait">{t("later")}</Notice>;',
    'const Note = () => <Trouble>{words("carry.newer").whole}</Trouble>;',
    "f().then(() => toast.show({ text: t('done') }), () => fail('export.copy-failed'));",
    "try { f(); } catch { fail('export.copy-failed'); }",
  ];
  for (const line of ownWords)
    if (findOwnWords(line).length === 0) fail(`planted words went unseen: ${line}`);
  for (const line of othersWords)
    if (findOwnWords(line).length > 0) fail(`honest words were caught: ${line}`);
  for (const key of ['later.makeFailed', 'failed', 'trouble.newer', 'a.errors.x'])
    if (!FAILURE_KEY.test(key)) fail(`a failure's key went unseen: ${key}`);
  for (const line of honest) if (findRaw(line).length > 0) fail(`an honest line was caught: ${line}`);
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
