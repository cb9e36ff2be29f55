import { useCallback } from 'react';
import { useLocation } from 'wouter';

/** Done here: back in history when the page before is `href` (`<Link state={{ from }}>` says so), else to that page. */
export function useGoBack(href: string): () => void {
  const [, navigate] = useLocation();
  return useCallback(() => {
    const { from } = (history.state ?? {}) as { from?: unknown };
    if (from === href) history.back();
    else navigate(href, { replace: true });
  }, [navigate, href]);
}
