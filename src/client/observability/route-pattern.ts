/** Which kind of screen an address shows, without whose: `/g/:id/contas`. Query and fragment (an invite's key) are no part of it. */

/** Every fixed word of the app's addresses (`app/routes.tsx`). What is not here is taken for an id. */
const WORDS: ReadonlySet<string> = new Set([
  'ajustes',
  'aparelhos',
  'arquivo',
  'buscar',
  'conta',
  'contas',
  'copias',
  'dados',
  'editar',
  'entrar',
  'exportar',
  'fila',
  'g',
  'historico',
  'importar',
  'levar',
  'lista',
  'lixeira',
  'nova',
  'pessoas',
  'planos',
  'privacidade',
  'protecao',
  'recorrentes',
  'registro',
  'resumo',
  'saldos',
  'versoes',
]);

/** Addresses are this deep at most; what is longer was not made by us. */
const SEGMENTS_MAX = 6;

export function routePattern(pathname: string): string {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const shown = segments.slice(0, SEGMENTS_MAX).map((segment, at) => {
    // A group could be named by a word of ours: what follows /g is always an id.
    const isId = segments[at - 1] === 'g' && at === 1;
    return !isId && WORDS.has(segment) ? segment : ':id';
  });
  return `/${shown.join('/')}`;
}
