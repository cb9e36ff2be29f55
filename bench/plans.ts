/**
 * npm run bench:plans [-- --edits 100000 --keys 300 --cpu 4] [--save]
 *
 * Texts of plans by the product's own code in Node, on a real IndexedDB schema in memory (fake-indexeddb).
 *
 *   save     a keystroke in a text of 100 KB → on the disk: the engine, 40 ms of gathering included (must: p95 100 ms at 4×)
 *   open     a plan of 100,000 edits: none compacted (never so on a device that was opened since), compacted, and fetched anew
 *   compact  the same on the device, a few hundred edits at a time: the longest that anybody waits for one of them
 *   merge    the same on the server, 2,000 edits at a time: how late the event loop was, merging on it and in a thread beside it
 *
 * `--cpu N`: what the processor does, times N, as on a phone N times as slow (reckoned; what waits for a timer is not).
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as Y from 'yjs';
import { createBrowserClock } from '#client/platform/browser-clock.ts';
import { openText } from '#client/sync/open-plan-text.ts';
import { putFetchedText, readHeldText } from '#client/sync/plan-texts.ts';
import { must } from '#domain/assert.ts';
import { PLAN_TEXT } from '#domain/plans/plan-text.ts';
import { type MergedEdit, mergeText } from '#domain/plans/text/merge-text.ts';
import { openMergePool } from '#server/texts/merge-pool.ts';
import { openNodeDevice, openNodeProfile } from '#tests/support/node-device.ts';
import { idOf } from '#tests/support/ops.ts';
import { percentile, round } from './figures.ts';
import { numberOption, openReport } from './report.ts';

const slower = numberOption('cpu', 4);
const EDITS = numberOption('edits', 100_000);
const KEYS = numberOption('keys', 300);
const SAVE_AFTER_MS = 40;
const EDITS_AT_ONCE = 2_000;
const report = openReport('plans');

const profile = openNodeProfile('indexeddb');
// Nobody listens there: everything is done without a network.
const device = openNodeDevice({ origin: 'http://127.0.0.1:9', profile });
const { engine } = device;
const clock = createBrowserClock();
const ports = { engine, clock, observe: () => () => {} };

const made = await engine.createGroup({ name: 'Sítio', picture: '🏡', memberName: 'Ana' });
if (!made.ok) throw new Error('no group');
const { groupId } = must(
  (await profile.store.read(['memberships'], (tx) => tx.list('memberships')))[0],
  'a group',
);
const planId = engine.newId();
await engine.commit([{ type: 'plan.created', groupId, body: { planId, title: 'Roteiro', position: 'V' } }]);

await measureSaves();
const history = writeHistory(EDITS);
await measureOpening();
await measureMerging();
await device.close();
profile.close();
report.close();

async function measureSaves(): Promise<void> {
  const text = openText(ports, { groupId, planId });
  await text.whenLoaded;
  const fragment = text.doc.getXmlFragment(PLAN_TEXT);
  text.doc.transact(() => {
    for (let i = 0; i < 500; i++)
      addParagraph(fragment, `${i} `.padEnd(200, 'a casa fica no fim da estrada '));
  });
  await text.flush();
  const spans: number[] = [];
  for (let i = 0; i < KEYS; i++) {
    const paragraph = fragment.get((i * 37) % 500) as Y.XmlElement;
    const from = performance.now();
    (paragraph.get(0) as Y.XmlText).insert(3, 'x');
    await new Promise<void>((resolve) => {
      const stop = text.subscribe(() => {
        if (text.saveState().name !== 'saved') return;
        stop();
        resolve();
      });
    });
    const ms = performance.now() - from;
    spans.push(SAVE_AFTER_MS + Math.max(0, ms - SAVE_AFTER_MS) * slower);
  }
  await text.close();
  report.add({
    case: 'save a keystroke, text of 100 KB',
    n: KEYS,
    p50: round(percentile(spans, 50)),
    p95: round(percentile(spans, 95)),
    max: round(Math.max(...spans)),
  });
}

async function measureOpening(): Promise<void> {
  const key = { groupId, planId: engine.newId() };
  await engine.commit([
    { type: 'plan.created', groupId, body: { planId: key.planId, title: 'Longo', position: 'W' } },
  ]);
  await profile.store.write(['planEdits', 'cursors'], async (tx) => {
    const edits = history.map(({ by, at, data }, i) => ({
      ...key,
      version: i + 1,
      by,
      at,
      seen: i,
      data: own(data),
    }));
    for (let from = 0; from < edits.length; from += 5_000)
      await tx.put('planEdits', edits.slice(from, from + 5_000));
  });
  await open('none of it compacted', key);

  const spans: number[] = [];
  for (let more = true; more; ) {
    const from = performance.now();
    more = await engine.planTexts.compact({ ...key, merge: mergeText });
    if (more) spans.push((performance.now() - from) * slower);
  }
  report.add({
    case: `compact ${EDITS} edits on the device, each run`,
    n: spans.length,
    p50: round(percentile(spans, 50)),
    p95: round(percentile(spans, 95)),
    max: round(Math.max(...spans)),
    total: round(
      spans.reduce((sum, ms) => sum + ms, 0),
      0,
    ),
  });
  await open('compacted', key);

  const held = must(await readHeldText(profile.store, { ...key, after: 0 }), 'the text');
  const state = must(held.state, 'compacted');
  const epoch = engine.newId();
  await profile.store.write(['meta', 'cursors'], async (tx) => {
    await tx.put('meta', [{ name: 'epoch', value: epoch }] as never);
    await tx.put('cursors', [{ groupId, version: EDITS, chain: '', head: EDITS, olderThan: null }]);
  });
  const from = performance.now();
  const data = own(state);
  const edits = held.edits.map((edit) => ({ ...key, ...edit, data: own(edit.data) }));
  await putFetchedText(profile.store, key, {
    epoch,
    asOf: EDITS,
    state: { version: held.reaches, data },
    edits,
  });
  const storedMs = (performance.now() - from) * slower;
  report.add({
    case: 'what a fetched one is',
    bytes: state.length,
    edits: edits.length,
    total: round(storedMs, 0),
  });
  await open('fetched anew', key);
}

async function open(how: string, key: { groupId: string; planId: string }): Promise<void> {
  const spans: number[] = [];
  let bytes = 0;
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const from = performance.now();
    // It only reads: compacting is measured by itself.
    const planTexts = { ...engine.planTexts, compact: async () => false };
    const text = openText({ ...ports, engine: { planTexts, status: () => engine.status() } }, key);
    await text.whenLoaded;
    spans.push((performance.now() - from) * slower);
    globalThis.gc?.();
    bytes = Math.max(bytes, process.memoryUsage().heapUsed - before);
    await text.close();
  }
  report.add({
    case: `open a plan of ${EDITS} edits, ${how}`,
    n: spans.length,
    p50: round(percentile(spans, 50), 0),
    max: round(Math.max(...spans), 0),
    heapMb: round(bytes / 1024 / 1024),
  });
}

async function measureMerging(): Promise<void> {
  const pool = openMergePool();
  await pool.merge(undefined, history.slice(0, 1));
  for (const [how, merge] of [
    ['on the event loop', mergeText],
    ['in a thread', pool.merge],
  ] as const) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const from = performance.now();
    let packed: Uint8Array | undefined;
    for (let at = 0; at < history.length; at += EDITS_AT_ONCE) {
      packed = await merge(packed, history.slice(at, at + EDITS_AT_ONCE));
      await new Promise(setImmediate);
    }
    delay.disable();
    report.add({
      case: `merge ${EDITS} edits ${how}: lateness of the event loop`,
      p50: round(delay.percentile(50) / 1e6),
      p95: round(delay.percentile(95) / 1e6),
      max: round(delay.max / 1e6),
      total: round(performance.now() - from, 0),
      bytes: packed?.length ?? 0,
    });
  }
  await pool.close();
}

/** What two people type in a long time: words, corrections, sentences taken away again; about 100 KB in the end. */
function writeHistory(count: number): MergedEdit[] {
  const edits: MergedEdit[] = [];
  const doc = new Y.Doc();
  const by = idOf('ana');
  doc.on('update', (data: Uint8Array) => edits.push({ by, at: 1_790_000_000_000 + edits.length, data }));
  const fragment = doc.getXmlFragment(PLAN_TEXT);
  for (let i = 0; edits.length < count; i++) {
    if (i % 200 === 0 && fragment.length < 500) addParagraph(fragment, 'Dia ');
    const paragraph = fragment.get((i * 31) % fragment.length) as Y.XmlElement;
    const text = paragraph.get(0) as Y.XmlText;
    const room = 100_000 / 500;
    if (text.length > room) text.delete((i * 17) % (text.length - 9), 9);
    else text.insert((i * 13) % (text.length + 1), ['casa ', 'rio ', 'água ', 'sair às sete '][i % 4] ?? '');
  }
  doc.destroy();
  return edits;
}

function addParagraph(fragment: Y.XmlFragment, words: string): void {
  const paragraph = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  text.insert(0, words);
  paragraph.insert(0, [text]);
  fragment.insert(fragment.length, [paragraph]);
}

/** Of an array buffer of its own, as a database has it. */
function own(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data);
}
