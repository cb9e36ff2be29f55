/** Stands around the content of sheets and of pieces fetched late: `app/` gives one that catches what fails in them, in words. */
import { type ComponentType, createContext, type ReactNode } from 'react';

export interface GuardProps {
  /** The person can do without what failed. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export const GuardContext = createContext<ComponentType<GuardProps>>(({ children }) => children);
