import utils from 'onvif/lib/utils.js';

/** An element as xml2js has it: its text, or its children by local name (first letter in lower case) and its attributes. */
export type Element = string | { readonly [name: string]: unknown };

export interface Soap {
  /** The elements of the Body by name. */
  readonly body: Element;
  readonly fault: { readonly codes: readonly string[]; readonly text: string } | null;
}

/**
 * Reads a reply or a packet; null: it is no SOAP. Values stay as they were written: a firmware "5.20" is no number, a token
 * "0" neither. Entities of its own are not unfolded (a bomb is only unreadable), and what cannot be read is no error.
 */
export function readSoap(xml: string): Soap | null {
  let body: Element | null = null;
  try {
    utils.parseSOAPString(
      withoutNamespaces(xml),
      (_error, elements) => {
        const first: unknown = elements ? elements[0] : null;
        body ??= typeof first === 'string' || isObject(first) ? first : null;
      },
      200,
    );
  } catch {
    return null;
  }
  if (body === null) return null;
  const fault = childOf(body, 'fault');
  return { body, fault: fault === null ? null : { codes: codesOf(childOf(fault, 'code')), text: reasonOf(fault) } };
}

/**
 * The package takes namespaces out with an expression whose time grows with the square of a hostile text, on the thread
 * that everything else runs on. This one leaves it nothing to find.
 */
function withoutNamespaces(xml: string): string {
  return xml.replace(/xmlns(?::[\w.-]{1,100})?\s{0,10}=\s{0,10}(?:"[^"]*"|'[^']*')/g, '').replaceAll('xmlns', '');
}

function codesOf(code: Element | null): string[] {
  if (code === null) return [];
  return [textOf(code, 'value') ?? '', ...codesOf(childOf(code, 'subcode'))];
}

/** SOAP 1.2 says Reason/Text, 1.1 faultstring. */
function reasonOf(fault: Element): string {
  const reason = childOf(fault, 'reason');
  return (reason === null ? textOf(fault, 'faultstring') : textOf(reason, 'text')) ?? '';
}

/** Every child of that name. */
export function childrenOf(element: Element, name: string): Element[] {
  const children = isObject(element) ? element[name] : null;
  return Array.isArray(children)
    ? children.filter((each): each is Element => typeof each === 'string' || isObject(each))
    : [];
}

/** The first element at that path of names. */
export function childOf(element: Element | null, ...path: readonly string[]): Element | null {
  return path.reduce<Element | null>((at, name) => (at === null ? null : (childrenOf(at, name)[0] ?? null)), element);
}

/** The text at that path, without the blanks around it; null: nothing there. */
export function textOf(element: Element | null, ...path: readonly string[]): string | null {
  const at = childOf(element, ...path);
  const text = isObject(at) ? at._ : at;
  return typeof text === 'string' ? text.trim() : null;
}

export function attributeOf(element: Element | null, name: string): string | null {
  const attributes = isObject(element) ? element.$ : null;
  const value = isObject(attributes) ? attributes[name] : null;
  return typeof value === 'string' ? value : null;
}

/** A whole or broken number at that path; null: none that can be read. */
export function numberOf(element: Element | null, ...path: readonly string[]): number | null {
  const text = textOf(element, ...path);
  const number = text === null || text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
