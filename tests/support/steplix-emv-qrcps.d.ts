/** What the tests use of it: a reader of EMV QR codes that knows nothing of Pix. */
declare module 'steplix-emv-qrcps' {
  const library: {
    readonly Merchant: {
      readonly Parser: {
        /** `rawData`: a line per field, "id length value"; those of a template begin with a space. */
        toEMVQR(code: string): { rawData(): string; generatePayload(): string };
      };
    };
  };
  export default library;
}
