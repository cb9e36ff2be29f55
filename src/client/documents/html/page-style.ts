/** Reads well on a phone, on paper and in the dark; spaces as typed. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
p, li, td, th, h1, h2, h3, h4 { white-space: pre-wrap; }
p { margin: 0.5rem 0; }
li > p:first-child, td > p, th > p { margin: 0; }
.tasks { list-style: none; padding-left: 0.25rem; }
.tasks .tasks { padding-left: 1.5rem; }
blockquote { margin: 0.5rem 0; padding-left: 1rem; border-left: 3px solid currentcolor; }
pre { padding: 0.75rem; border: 1px solid; border-radius: 6px; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid; padding: 0.25rem 0.5rem; text-align: start; vertical-align: top; }
figure { margin: 1rem 0; }
img { max-width: 100%; height: auto; }
@media print { body { margin: 0; max-width: none; } h1, h2, h3, h4 { break-after: avoid; } tr, figure { break-inside: avoid; } }
`;
