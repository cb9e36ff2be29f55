/**
 * Document model → Yjs, in transactions whose updates each fit into one op.
 *
 * Every state in between is a text the editor takes as it is: y-tiptap deletes a node that its schema refuses, on every device
 * that has the plan open. So what is too large for one transaction is cut where it stays whole: behind a block, an item, a
 * row (with the rows its cells reach into), or inside a text; a node comes with what it must hold, the rest is added.
 *
 *   blocks that say the same at both ends   stay: who wrote them and what was commented stays with them
 *   the others                              the new ones are written first, the old ones taken out then
 *
 * Comments are not written: they lie beside the text.
 */
import * as Y from 'yjs';
import { must } from '../../assert.ts';
import type { RichDocument } from '../../documents/document.ts';
import { normalDocument } from '../../documents/normal-document.ts';
import { readBlocks } from './read-text.ts';
import {
  costOf,
  type ElementTree,
  neededOf,
  type TextTree,
  type Tree,
  treesOf,
  unitsOf,
} from './text-trees.ts';

/** Bytes of one update: base64 makes a third more, and an op has a frame. An op may have 32 KB. */
export const UPDATE_MAX_BYTES = 20_000;
/** What one step may add to a text, in whole characters: Yjs cannot carry half of one. At most 4 bytes each. */
const CHUNK = /[\s\S]{1,3000}/gu;

export interface WriteOptions {
  readonly maxBytes?: number;
  /** Of the transactions. */
  readonly origin?: unknown;
}

interface Step {
  readonly cost: number;
  readonly run: () => void;
}

/** Makes the text say what the document says. The fragment is of a Y.Doc. */
export function writeText(fragment: Y.XmlFragment, document: RichDocument, options: WriteOptions = {}): void {
  const { maxBytes = UPDATE_MAX_BYTES, origin } = options;
  const doc = must(fragment.doc, 'the document of a text');
  const wanted = normalDocument(document).blocks;
  const present = fragment.toArray().map((node) => saidBy(node));
  const said = wanted.map((block) => JSON.stringify([block]));
  let before = 0;
  while (before < present.length && before < said.length && present[before] === said[before]) before++;
  let behind = 0;
  const most = Math.min(present.length, said.length) - before;
  while (behind < most && present.at(-1 - behind) === said.at(-1 - behind)) behind++;

  const steps: Step[] = [];
  let at = before;
  for (const tree of treesOf(wanted.slice(before, wanted.length - behind))) {
    const place = at++;
    addSteps(steps, [tree], maxBytes, (made) => fragment.insert(place, made));
  }
  const old = present.length - before - behind;
  if (old > 0) steps.push({ cost: 40 + old * 4, run: () => fragment.delete(at, old) });
  runSteps(doc, steps, maxBytes, origin);
}

function saidBy(node: unknown): string {
  return node instanceof Y.XmlElement || node instanceof Y.XmlText ? JSON.stringify(readBlocks([node])) : '';
}

function runSteps(doc: Y.Doc, steps: readonly Step[], maxBytes: number, origin: unknown): void {
  let from = 0;
  while (from < steps.length) {
    let to = from;
    let cost = 0;
    for (let step = steps[to]; step && (to === from || cost + step.cost <= maxBytes); step = steps[to]) {
      cost += step.cost;
      to++;
    }
    const batch = steps.slice(from, to);
    doc.transact(() => {
      for (const { run } of batch) run();
    }, origin);
    from = to;
  }
}

/** `put` puts what was made where it belongs, all at once. */
function addSteps(
  steps: Step[],
  trees: readonly Tree[],
  maxBytes: number,
  put: (made: (Y.XmlElement | Y.XmlText)[]) => void,
): void {
  const cost = trees.reduce((sum, tree) => sum + costOf(tree), 0);
  if (cost <= maxBytes) {
    steps.push({ cost, run: () => put(trees.map(makeWhole)) });
    return;
  }
  const shells = trees.map((tree) => shellOf(tree, maxBytes));
  steps.push({
    cost: shells.reduce((sum, shell) => sum + shell.cost, 0),
    run: () => put(shells.map(({ made }) => made)),
  });
  for (const { fill } of shells) fill(steps);
}

function makeWhole(tree: Tree): Y.XmlElement | Y.XmlText {
  if (tree.kind === 'text') {
    const text = new Y.XmlText();
    let at = 0;
    for (const { insert, attributes } of tree.runs) {
      text.insert(at, insert, attributes);
      at += insert.length;
    }
    return text;
  }
  const element = bare(tree);
  element.insert(0, tree.children.map(makeWhole));
  return element;
}

/** A node with no more than its kind must hold, and the steps that add the rest. */
interface Shell {
  readonly made: Y.XmlElement | Y.XmlText;
  readonly cost: number;
  readonly fill: (steps: Step[]) => void;
}

function shellOf(tree: Tree, maxBytes: number): Shell {
  if (tree.kind === 'text') {
    const text = new Y.XmlText();
    return {
      made: text,
      cost: costOf({ kind: 'text', runs: [] }),
      fill: (steps) => addText(steps, text, tree),
    };
  }
  const needed = neededOf(tree);
  const shells = tree.children.slice(0, needed).map((child) => shellOf(child, maxBytes));
  const element = bare(tree);
  element.insert(
    0,
    shells.map(({ made }) => made),
  );
  const own = costOf({ ...tree, children: [] });
  return {
    made: element,
    cost: shells.reduce((sum, { cost }) => sum + cost, own),
    fill: (steps) => {
      for (const { fill } of shells) fill(steps);
      for (const together of unitsOf(tree, needed)) {
        addSteps(steps, together, maxBytes, (made) => element.push(made));
      }
    },
  };
}

function bare({ name, attributes }: ElementTree): Y.XmlElement {
  const element = new Y.XmlElement(name);
  // Yjs carries any JSON here; its types say strings.
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value as string);
  return element;
}

function addText(steps: Step[], text: Y.XmlText, tree: TextTree): void {
  let at = 0;
  for (const { insert, attributes } of tree.runs) {
    for (const chunk of insert.match(CHUNK) ?? []) {
      const place = at;
      steps.push({
        cost: costOf({ kind: 'text', runs: [{ insert: chunk, attributes }] }),
        run: () => text.insert(place, chunk, attributes),
      });
      at += chunk.length;
    }
  }
}
