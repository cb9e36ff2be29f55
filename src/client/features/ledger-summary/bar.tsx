/** How much of the largest: the same that the figures beside it say, so it is hidden from who reads them. */
export function Bar({ part, of }: { readonly part: number; readonly of: number }) {
  const width = of <= 0 ? 0 : Math.max(0, Math.min(1, part / of)) * 100;
  return (
    <span aria-hidden="true" className="block h-2 w-full overflow-hidden rounded-full bg-line">
      <span className="block h-full rounded-full bg-brand" style={{ width: `${width}%` }} />
    </span>
  );
}
