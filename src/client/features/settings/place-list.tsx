/** Ways to screens of their own, each with a line that says what is there. */
import { Link } from 'wouter';

export interface Place {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}

export function PlaceList({ places }: { readonly places: readonly Place[] }) {
  return (
    <ul className="flex flex-col">
      {places.map(({ href, title, text }) => (
        <li key={href}>
          <Link href={href} state={{ from: '/ajustes' }} className="target block py-2">
            <span className="block font-semibold">{title}</span>
            <span className="block text-s text-muted text-pretty">{text}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
