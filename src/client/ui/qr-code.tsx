/** `QrCode`: a text as a square to point a camera at. Dark on light in every theme: cameras expect it. */
import encodeQR from 'qr';

/** What the standard wants around it: in the dark theme the page's own ground is no help. */
const QUIET_MODULES = 4;

/** `label` says what it leads to: the picture itself says nothing to who cannot see it. */
export default function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = encodeQR(text, 'raw', { border: QUIET_MODULES });
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
      className="mx-auto w-full max-w-56 rounded-m"
    >
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
