/** What the gateway writes down: ids, counts and kinds. Never a text, a name, a key, a token (I14). */
export interface GatewayLog {
  info(fields: Readonly<Record<string, string | number | boolean | undefined>>, message: string): void;
  warn(fields: Readonly<Record<string, string | number | boolean | undefined>>, message: string): void;
}
