/** The package's own reader of SOAP, which its types leave out. */
declare module 'onvif/lib/utils.js' {
  const utils: {
    /** `body`: what was in each element of the Body, as xml2js has it, with nothing coerced; null when it was no SOAP. */
    parseSOAPString(
      xml: string,
      done: (error: unknown, body: readonly unknown[] | null | '') => void,
      statusCode: number,
    ): void;
  };
  export default utils;
}
