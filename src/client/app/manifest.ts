/** What the app tells a phone about itself. `id` never changes: it is what an installed app is known by. */
import type { ManifestOptions } from 'vite-plugin-pwa';

export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Racha',
  short_name: 'Racha',
  description: 'Racha a conta, combina o rolê, guarda tudo, com ou sem internet.',
  lang: 'pt-BR',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  orientation: 'any',
  theme_color: '#faf8f5',
  background_color: '#faf8f5',
  categories: ['social', 'finance', 'productivity'],
  icons: [
    { src: '/icons/racha.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    {
      name: 'Novo grupo',
      url: '/?novo',
      icons: [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
    {
      name: 'Fila',
      url: '/fila',
      icons: [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
  ],
  screenshots: [
    {
      src: '/screenshots/conversa.png',
      sizes: '360x800',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Conversa',
    },
    {
      src: '/screenshots/grupos.png',
      sizes: '360x800',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Grupos',
    },
    {
      src: '/screenshots/largo.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'Lista e conversa lado a lado',
    },
  ],
};
