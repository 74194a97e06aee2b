import { describe, expect, it } from 'vitest';
import {
  attributeOf,
  childOf,
  childrenOf,
  numberOf,
  readSoap,
  textOf,
} from '../../../../gateway/src/cameras/onvif/soap.ts';

const soap = (body: string) =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:t='u'><s:Body>${body}</s:Body></s:Envelope>`;
const bodyOf = (xml: string) => readSoap(soap(xml))?.body ?? null;

describe('a reply', () => {
  it('keeps what was written: no number, no date, no truth is made of it', () => {
    const body = bodyOf('<t:All><t:Bit>5.20</t:Bit><t:Bit> 007 </t:Bit><t:Can token="0">true</t:Can></t:All>');
    const a = childOf(body, 'all');
    expect(childrenOf(a ?? '', 'bit').map((each) => textOf(each))).toEqual(['5.20', '007']);
    expect([textOf(a, 'can'), attributeOf(childOf(a, 'can'), 'token')]).toEqual(['true', '0']);
    expect([numberOf(a, 'bit'), numberOf(a, 'can'), numberOf(a, 'khong-co')]).toEqual([5.2, null, null]);
  });

  it('is read with whatever prefixes its maker likes', () => {
    const own =
      '<SOAP-ENV:Envelope xmlns:SOAP-ENV="x"><SOAP-ENV:Body><MC1:All><MC2:Bit>b</MC2:Bit></MC1:All></SOAP-ENV:Body></SOAP-ENV:Envelope>';
    expect(textOf(readSoap(own)?.body ?? null, 'all', 'bit')).toBe('b');
  });

  it('that is a fault says all its codes and its reason', () => {
    const said = readSoap(
      soap(
        '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value><s:Subcode><s:Value>ter:X</s:Value>' +
          '</s:Subcode></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">No</s:Text></s:Reason></s:Fault>',
      ),
    );
    expect(said?.fault).toEqual({ codes: ['s:Sender', 'ter:NotAuthorized', 'ter:X'], text: 'No' });
  });

  it.each([
    ['nothing', ''],
    ['a page', '<html><body>hello</body></html>'],
    ['half a reply', soap('<a>').slice(0, 90)],
    ['an entity of its own', soap('<a>&lol;</a>').replace('<s:Env', '<!DOCTYPE s [<!ENTITY lol "lol">]><s:Env')],
    ['a thousand within one another', '<a>'.repeat(100_000)],
    ['bytes', '\u0000\ufffd\u0001'],
  ])('that is %s is no reply, and no error', (_what, xml) => {
    expect(readSoap(xml)).toBeNull();
  });

  it.each([
    ['the beginning of a namespace', 'xmlns'.repeat(200_000)],
    ['namespaces without end', 'xmlns:a="'.repeat(110_000)],
    ['namespaces with blanks', `xmlns${' '.repeat(50)}`.repeat(18_000)],
    ['names of prefixes', `xmlns:${'a'.repeat(1_000_000)}`],
  ])('that is a megabyte of %s holds nobody up', (_what, xml) => {
    const begun = performance.now();
    expect(readSoap(xml)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(1_500);
  });
});
