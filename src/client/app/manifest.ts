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
  // Drawn at twice the size of a 360×800 phone and a 1280×800 window.
  screenshots: [
    {
      src: '/screenshots/conversation-light.png',
      sizes: '720x1600',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Conversa de um grupo',
    },
    {
      src: '/screenshots/groups-light.png',
      sizes: '720x1600',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Grupos',
    },
    {
      src: '/screenshots/conversation-dark.png',
      sizes: '720x1600',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Sem conexão, com mensagens guardadas na fila',
    },
    {
      src: '/screenshots/wide-light.png',
      sizes: '2560x1600',
      type: 'image/png',
      form_factor: 'wide',
      label: 'Grupos e conversa lado a lado',
    },
  ],
};
