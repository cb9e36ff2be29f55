/** What the network reaches of a server: the part of the gateway that the simulation plays itself. */
import type { BundleRefusal, BundleReply } from '#protocol/bundle.ts';
import type { AskName } from '#protocol/frames.ts';
import type { SessionRequest } from '#protocol/session.ts';
import type { OpenedSession } from './sessions.ts';

/** Who speaks: the cookie, which the device keeps and sends with everything. */
export type Cookie = string;

/** The server's end of a socket. */
export interface ServerEnd {
  /** A frame as text, towards the device. */
  tell(name: string, text: string): void;
  /** The server closes it: a frame it cannot read, an outcome it does not know, its own end. */
  close(): void;
}

export interface SocketDoor {
  /** Rejects when the server must not answer: the socket is closed then. */
  ask(name: AskName, text: string): Promise<string>;
  tell(name: string, text: string): void;
  /** The server has noticed that the device is gone. */
  gone(): void;
}

export interface ServerDoor {
  /** False while the process is down: connections are refused. */
  readonly up: boolean;
  /** Whether this cookie is a session. */
  knows(cookie: Cookie | null): boolean;
  openSession(request: SessionRequest, cookie: Cookie | null): Promise<OpenedSession>;
  /** One line of an HTTP flush; `reply` is called once for each line of the answer. Rejects: cut the request. */
  askByHttp(cookie: Cookie | null, name: AskName, text: string, reply: (text: string) => void): Promise<void>;
  /** What another's phone carries, as text. */
  deliver(cookie: Cookie | null, text: string): Promise<BundleReply | { error: BundleRefusal }>;
  /** undefined: no session. */
  openSocket(cookie: Cookie | null, end: ServerEnd): SocketDoor | undefined;
}
