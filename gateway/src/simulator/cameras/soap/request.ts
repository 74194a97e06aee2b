/**
 * What a camera reads of a SOAP request: like its firmware, by names and not by a schema. It is only ever sent requests by
 * clients that are well.
 */
export interface SoapRequest {
  /** `GetProfiles` */
  readonly action: string;
  /** Media ver20 has operations of the same names as ver10. */
  readonly namespace: string;
  readonly header: string;
  readonly body: string;
}

export function readRequest(xml: string): SoapRequest | null {
  const body = inside(xml, 'Body');
  const first = /<(?:([\w.-]+):)?([A-Za-z]\w*)([^>]*)>/.exec(body ?? '');
  if (body === null || !first) return null;
  const [, prefix, action = '', attributes = ''] = first;
  const declared = prefix ? `xmlns:${prefix}` : 'xmlns';
  const namespace = new RegExp(`\\s${declared}=["']([^"']+)["']`).exec(`${attributes} ${prefix ? xml : ''}`)?.[1] ?? '';
  return { action, namespace, header: inside(xml, 'Header') ?? '', body };
}

/** The text within the first element of that name, whatever its prefix; null: there is none. */
export function textOf(xml: string, name: string): string | null {
  const text = inside(xml, name);
  return text === null ? null : unescapeXml(text.trim());
}

/** An attribute of the first element of that name. */
export function attributeOf(xml: string, element: string, attribute: string): string | null {
  const tag = new RegExp(`<(?:[\\w.-]+:)?${element}\\b([^>]*)>`).exec(xml)?.[1] ?? '';
  return new RegExp(`\\b${attribute}=["']([^"']*)["']`).exec(tag)?.[1] ?? null;
}

function inside(xml: string, name: string): string | null {
  return (
    new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:[\\w.-]+:)?${name}\\s*>`).exec(xml)?.[1] ?? null
  );
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string | undefined) =>
    code === undefined ? (entities[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  );
}
