/** Which ways back were taken, and how often: a drill that never took one of them has proven nothing about it. */
export class Recoveries {
  readonly met = new Map<string, number>();

  note(path: string): void {
    this.met.set(path, (this.met.get(path) ?? 0) + 1);
  }
}
