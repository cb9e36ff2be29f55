/**
 * Seeds that once broke a promise, with the bug they found. They run first, for ever. A seed's story changes with the
 * code it runs, so each bug has a unit test too where its owner wrote one; the seed keeps the neighbourhood watched.
 */
import type { Suite } from './suites.ts';

export interface FoundSeed {
  readonly seed: bigint;
  readonly suite: Suite;
  readonly bug: string;
}

export const FOUND_SEEDS: readonly FoundSeed[] = [
  { seed: 99n, suite: 'storm', bug: 'a flush whose connection had ended failed unheard' },
  { seed: 75n, suite: 'storm', bug: 'a leave whose ack was lost stayed in the outbox for ever' },
  { seed: 73n, suite: 'storm', bug: 'a snapshot that came late turned the cursor back' },
  { seed: 238n, suite: 'storm', bug: 'joined and left before the first snapshot: joining for ever' },
  {
    seed: 269n,
    suite: 'storm',
    bug: 'hello never asked about a group one had come into and held nothing of',
  },
  { seed: 659n, suite: 'storm', bug: 'a hello older than the leave made a leaver a member again' },
  { seed: 759n, suite: 'storm', bug: 'numbers given while a hello was on its way looked like a fork' },
  { seed: 386n, suite: 'storm', bug: 'a flush cut during a hello left numbered ops that nobody asked about' },
  { seed: 3491n, suite: 'storm', bug: 'a device that was behind was not told, and did not ask' },
  { seed: 4089n, suite: 'storm', bug: 'a join cut in its first flush was never sent again' },
  { seed: 10461n, suite: 'storm', bug: 'the word that one is gone overtook the verdict of the new join' },
  { seed: 12297n, suite: 'storm', bug: 'rows purged under a running catch-up were never fetched again' },
  { seed: 11761n, suite: 'storm', bug: 'a hello between commit and announcement kept a new member deaf' },
  { seed: 20814n, suite: 'identity', bug: 'nobody announced a commit whose outcome had been unknown' },
  { seed: 20077n, suite: 'identity', bug: 'nor told the other sockets of who was let in by it' },
  { seed: 20545n, suite: 'identity', bug: 'a pipe opened on a lane whose flush had an unknown fate' },
  { seed: 21236n, suite: 'identity', bug: 'what was pipelined behind a fork overtook what was in it' },
  { seed: 40000n, suite: 'identity', bug: 'a room still being read was closed to who said hello' },
  { seed: 50279n, suite: 'identity', bug: 'a room was dropped while it was read for a new member' },
  {
    seed: 1277n,
    suite: 'time-travel',
    bug: 'a term that failed as it began left a dead connection in charge',
  },
  { seed: 78n, suite: 'time-travel', bug: 'a new device id without a session became another account' },
  {
    seed: 800500n,
    suite: 'all',
    bug: 'a counter that came back older put new words in the place of waiting ones',
  },
  { seed: 950178n, suite: 'all', bug: 'joining again took the own row from rows that were the log’s' },
  { seed: 900047n, suite: 'all', bug: 'a cursor of another history stayed in a group that was gone' },
  { seed: 710128n, suite: 'time-travel', bug: 'who came in again after the backup was gone for ever' },
  { seed: 201238n, suite: 'all', bug: 'a group whose maker had left it was never brought back' },
  { seed: 400141n, suite: 'all', bug: 'kept ops of a group without a cursor were never pushed again' },
  { seed: 300300n, suite: 'all', bug: 'a hello older than the leave revived a member without rows' },
  { seed: 200369n, suite: 'all', bug: 'sessions lost between two asks made a changed id another person' },
  {
    seed: 30077n,
    suite: 'identity',
    bug: 'a group that another device of the person entered had rows, and no place in any list',
  },
  { seed: 850140n, suite: 'storm', bug: "one's own link, after an old word, took one's own row away" },
  { seed: 850052n, suite: 'storm', bug: 'a device whose own row was damaged did not see itself leave' },
  { seed: 149n, suite: 'storm', bug: 'a row that lost its fields stopped the fold at the same op for ever' },
  { seed: 1947n, suite: 'time-travel', bug: 'a reaction folded over a stored row that was none' },
  {
    seed: 1164n,
    suite: 'people',
    bug: 'a join known from before and one refused in the same answer: never home',
  },
  { seed: 1105n, suite: 'people', bug: 'what was owed to a group that was deleted waited for a membership' },
  { seed: 1210n, suite: 'people', bug: 'a member by a lost history, not let in again, was shown as one' },
  { seed: 1358n, suite: 'people', bug: 'a removal that came before its join took the place of its line' },
  { seed: 860064n, suite: 'storm', bug: 'a link tapped in one’s own group took away one’s own member row' },
  {
    seed: 1001799n,
    suite: 'time-travel',
    bug: 'a welcome noted late brought back the history before a restore',
  },
  {
    seed: 3002802n,
    suite: 'identity',
    bug: 'who entered their own group anew and left was joining for ever',
  },
  {
    seed: 800105n,
    suite: 'storm',
    bug: 'an own op that went bad on its way was folded instead of the log’s',
  },
  {
    seed: 800203n,
    suite: 'time-travel',
    bug: 'a waiting row without its number made every hello ill-formed',
  },
  {
    seed: 800920n,
    suite: 'all',
    bug: 'a maker whose queued group went bad did not take the copy that was kept',
  },
  {
    seed: 2004251n,
    suite: 'time-travel',
    bug: 'harness: what was on its way in the moment of rest was taken for piled up',
  },
  { seed: 2001316n, suite: 'all', bug: 'a head of a lost history kept a device from comparing its rows' },
  {
    seed: 2003424n,
    suite: 'all',
    bug: 'harness: of two that said two things under one opId, the log’s was looked at alone',
  },
  { seed: 1000180n, suite: 'all', bug: 'a lane that was told to wait sent its whole window with each try' },
  {
    seed: 1000124n,
    suite: 'all',
    bug: 'harness: a copy of a device that had forgotten who it is was held to more than the device',
  },
  { seed: 1001652n, suite: 'all', bug: 'harness: the same, copied while the server was down' },
  { seed: 1003336n, suite: 'all', bug: 'harness: the same, copied after the restore' },
  { seed: 1004152n, suite: 'all', bug: 'harness: what the world did later to a page counted as its timers' },
  {
    seed: 1302n,
    suite: 'identity',
    bug: 'what was left of a pipe took number 1 of the new deviceId for the last of its ops',
  },
  {
    seed: 1811n,
    suite: 'time-travel',
    bug: 'an op before a join in one lane waited out the healing, and the join with it',
  },
  {
    seed: 2296n,
    suite: 'all',
    bug: 'the same, when the join was cut into the next push',
  },
  {
    seed: 3642n,
    suite: 'identity',
    bug: 'harness: an op with a photo, sent before its profile was put back',
  },
  { seed: 1001870n, suite: 'identity', bug: 'harness: a page that died as its transaction committed' },
  {
    seed: 6000668n,
    suite: 'time-travel',
    bug: 'harness: of two nodes that crash together, the second took one more lock, for good',
  },
  {
    seed: 5000414n,
    suite: 'people',
    bug: 'a photo for a group one was not let into waited for the membership, for good',
  },
  { seed: 5001330n, suite: 'people', bug: 'a queued row without its op broke what was written after it' },
  {
    seed: 5001651n,
    suite: 'people',
    bug: 'harness: a page that died as its turn at the disk came wrote all the same',
  },
  {
    seed: 9001036n,
    suite: 'ledger',
    bug: 'what a restored log has before its entry of a recurrence took no effect where the rule came late',
  },
  {
    seed: 9001389n,
    suite: 'ledger',
    bug: 'an entry that waited for its rule found the rule ended by what came after the entry',
  },
  { seed: 9001732n, suite: 'ledger', bug: 'the same as 9001036, with an edit and a copied device' },
  {
    seed: 9001355n,
    suite: 'ledger',
    bug: 'who came in and left with a photo still waiting in between was joining for ever',
  },
  {
    seed: 5001514n,
    suite: 'people',
    bug: 'who had left and asked to come in as somebody else was told that they had left, for good',
  },
  {
    seed: 12000383n,
    suite: 'restore',
    bug: 'harness: a row that had gone bad was copied so, and came back to who was nobody to the server any more',
  },
  { seed: 12000415n, suite: 'restore', bug: 'harness: the same, gone bad once more after it had come back' },
  {
    seed: 44n,
    suite: 'restore',
    bug: 'a group whose first op was lost with the identity was shown as if it were well, for good',
  },
  {
    seed: 256n,
    suite: 'restore',
    bug: 'who came back as another account was joining for ever, and nothing said why',
  },
  {
    seed: 81n,
    suite: 'restore',
    bug: 'a message came back from a copy and went out without the photo it names, which nobody has',
  },
  {
    seed: 12000375n,
    suite: 'restore',
    bug: 'what waited in a group whose part of the copy went bad was trayed as if one were out of it, sent or not',
  },
  {
    seed: 12000042n,
    suite: 'restore',
    bug: 'the ledger asked for a join that the person had made anew while only a copy had it',
  },
  {
    seed: 1902n,
    suite: 'identity',
    bug: 'harness: at rest, a lane that has to wait was asking at that very moment',
  },
  {
    seed: 12000521n,
    suite: 'restore',
    bug: 'harness: a draft of which the disk had said that it does not know went to the tray instead of the one before it',
  },
  {
    seed: 12100016n,
    suite: 'restore',
    bug: 'what a copy brought back of who one had been held up all of who one is, for ever',
  },
  { seed: 12100139n, suite: 'restore', bug: 'the same as 12100016, of one op' },
  {
    seed: 12000441n,
    suite: 'restore',
    bug: 'whose old op had its verdict was shown as a member of a group that the server does not know them in',
  },
  {
    seed: 12200054n,
    suite: 'restore',
    bug: 'harness: what had been a draft went bad in the tray, and was asked for all the same',
  },
  {
    seed: 16000040n,
    suite: 'restore',
    bug: 'a group that came back from a copy waited behind the join that its maker had made anew, which waited for the group',
  },
  {
    seed: 16000001n,
    suite: 'restore',
    bug: 'a copy of an older app brought back what that did not understand, and it was never folded anew',
  },
  {
    seed: 16000031n,
    suite: 'restore',
    bug: 'harness: words were taken away on a disk that was lost, and no other had heard of it',
  },
  {
    seed: 15000059n,
    suite: 'restore',
    bug: 'a leave that had reached the log came back from a copy, and the tray showed it as unsent',
  },
  {
    seed: 12000283n,
    suite: 'restore',
    bug: 'a message whose photo was lost, tried again from the tray, named a photo that nobody would ever see',
  },
  {
    seed: 12000358n,
    suite: 'restore',
    bug: 'harness: a plan was taken back before it was sent, and what had been typed into it was asked for',
  },
  {
    seed: 12000271n,
    suite: 'restore',
    bug: 'harness: copies were lost while the disk refused what was to come back from them',
  },
  {
    seed: 13000379n,
    suite: 'plans',
    bug: 'harness: a block that had been emptied and was typed into was not known as the one that somebody took away',
  },
  {
    seed: 13000845n,
    suite: 'plans',
    bug: 'what was written into a block that stood in for one that had gone empty stood nowhere where it had not gone empty',
  },
  {
    seed: 12000282n,
    suite: 'restore',
    bug: 'harness: words in a row of the tray that went bad were asked for',
  },
  {
    seed: 13001765n,
    suite: 'plans',
    bug: 'what was lost with two texts at once stood nowhere for the second, if an edit waited for what stands in for the first',
  },
  {
    seed: 13001180n,
    suite: 'plans',
    bug: 'harness: who had left kept in the tray what a restored server had lost, and what others wrote on top of it was asked for',
  },
  {
    seed: 13001556n,
    suite: 'plans',
    bug: 'harness: the same, of the making of a plan that others had written in',
  },
  {
    seed: 13000857n,
    suite: 'plans',
    bug: 'what stood in for lost words and was cleared was an empty paragraph, and none where the clearing was heard of first',
  },
];
