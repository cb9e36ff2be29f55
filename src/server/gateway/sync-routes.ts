/**
 * `POST /sync/<ask>`: the frames of the socket as lines of JSON, for the first flush of a reconnect and for the
 * service worker.
 *
 * Each line is handled when it has arrived, before the body ends, in order; its reply leaves as soon as it and
 * those before it are ready. On a link that is cut every few kilobytes, what arrived is durable all the same.
 * One `catch-up` line is answered by as many pages as reach the head.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CatchUpPage } from '#protocol/catch-up.ts';
import { type AskName, listAsks, NDJSON, PROTOCOL_HEADER } from '#protocol/frames.ts';
import { LIMITS } from '#protocol/limits.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { type Answer, type AskContext, type Asked, answerAsk, frameError, parseAsk } from './answer-ask.ts';
import { LineError, readLines } from './read-lines.ts';

const LINE_LIMITS = { lineMaxBytes: LIMITS.frameMaxBytes, totalMaxBytes: LIMITS.flushMaxBytes };
/** Lines being handled at once; reading stops there until replies have left. */
const PIPELINED_MAX = 64;

export type ContextOf = (request: FastifyRequest) => AskContext;

export function addSyncRoutes(app: FastifyInstance, contextOf: ContextOf): void {
  app.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));
  for (const name of listAsks(PROTOCOL_VERSION)) {
    app.post(`/sync/${name}`, (request, reply) => {
      reply.type(NDJSON).header('cache-control', 'no-store').header('x-accel-buffering', 'no');
      const body = request.body instanceof Readable ? request.body : Readable.from([]);
      const asks = readAsks(name, body, Number(request.headers[PROTOCOL_HEADER]));
      return reply.send(Readable.from(answerLines(asks, contextOf(request)), { highWaterMark: 1 }));
    });
  }
}

type Line = Asked | { readonly fault: 'malformed' | 'too-large' };

async function* answerLines(asks: AsyncIterable<Line>, context: AskContext): AsyncGenerator<string> {
  const answers = pipeline(asks, (line) => answerLine(line, context));
  for await (const { line, answer } of answers) {
    if (answer === 'unanswerable') throw new Error('the outcome of a commit is unknown');
    yield encode(answer.reply);
    if ('fault' in line) return;
    if (line.name === 'catch-up') yield* furtherPages(line, answer.reply, context);
  }
}

async function answerLine(line: Line, context: AskContext): Promise<Answer> {
  return 'fault' in line ? { reply: frameError(line.fault) } : answerAsk(line, context);
}

async function* readAsks(name: AskName, body: Readable, protocol: number): AsyncGenerator<Line> {
  try {
    for await (const text of readLines(body, LINE_LIMITS)) {
      const asked = parseAsk(name, parseJson(text), protocol);
      yield asked ?? { fault: 'malformed' };
      if (!asked) return;
    }
  } catch (error) {
    // Anything else is the peer going away in the middle: what it sent so far is being handled.
    if (error instanceof LineError) yield { fault: error.fault };
  }
}

async function* furtherPages(
  asked: Asked & { name: 'catch-up' },
  first: object,
  context: AskContext,
): AsyncGenerator<string> {
  let page = first as Partial<CatchUpPage>;
  while (page.ops && page.ops.length > 0 && page.from && page.head) {
    const after = page.from + page.ops.length - 1;
    if (after >= page.head) return;
    const answer = await answerAsk({ ...asked, frame: { ...asked.frame, after } }, context);
    if (answer === 'unanswerable') return;
    yield encode(answer.reply);
    page = answer.reply;
  }
}

/** Starts `handle` for each line as it arrives; yields in order, each when it is ready. */
async function* pipeline(
  lines: AsyncIterable<Line>,
  handle: (line: Line) => Promise<Answer>,
): AsyncGenerator<{ line: Line; answer: Answer }> {
  const started: { line: Line; answer: Promise<Answer> }[] = [];
  let wake = (): void => undefined;
  let isOver = false;
  const reading = (async () => {
    for await (const line of lines) {
      const answer = handle(line);
      // Awaited later, in order; until then a failure is nobody's.
      answer.catch(() => undefined);
      started.push({ line, answer });
      wake();
      while (started.length >= PIPELINED_MAX && !isOver)
        await new Promise<void>((resolve) => (resume = resolve));
      if (isOver) return;
    }
  })().finally(() => {
    isOver = true;
    wake();
  });
  let resume = (): void => undefined;
  try {
    for (;;) {
      const next = started[0];
      if (next) {
        yield { line: next.line, answer: await next.answer };
        started.shift();
        resume();
      } else if (isOver) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    await reading;
  } finally {
    isOver = true;
    resume();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const encode = (reply: object): string => `${JSON.stringify(reply)}\n`;
