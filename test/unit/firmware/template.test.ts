import { describe, expect, it } from 'vitest';
import { languages } from '../../../gateway/src/firmware/languages.ts';
import { exactly, fillIn, type Fillings, label, word } from '../../../gateway/src/firmware/template.ts';
import { readYaml } from '../../support/esphome-schema.ts';
import { wickedName } from '../../support/rendered.ts';

const yaml = (template: string, fillings: Fillings) => fillIn(template, languages.yaml, fillings);

describe('a template', () => {
  it('is filled in with words, numbers and values of their own', () => {
    const filled = yaml('a: "<<topic>>/x"\nb: <<port>>\nc: <<name>>', {
      topic: word('loa/1'),
      port: 1883,
      name: label('Xóm "Đình"'),
    });
    expect(filled).toBe('a: "loa/1/x"\nb: 1883\nc: "Xóm \\"Đình\\""');
  });

  it('repeats for each, and leaves out what is not so', () => {
    const template = '<<each channel>>\n# <<when last>>\n<<n>>!\n# <<end>>\n<<unless last>>\n<<n>>\n<<end>>\n<<end>>';
    expect(
      yaml(template, {
        channel: [
          { n: 1, last: false },
          { n: 2, last: true },
        ],
      }),
    ).toBe('1\n2!');
  });

  it.each([
    ['a place nobody fills in', 'a: <<nothing>>', {}],
    ['a place that is no place', 'a: << b>>', { b: 1 }],
    ['a place that is not closed', 'a: <<b>', { b: 1 }],
    ['an unknown word of ours', '<<every channel>>', { channel: [] }],
    ['a block that is not closed', '<<when tls>>', { tls: true }],
    ['an end without its beginning', 'a\n<<end>>', {}],
    ['a list in the place of a value', 'a: <<b>>', { b: [] }],
    ['a value in the place of a list', '<<each b>>\n<<end>>', { b: 1 }],
    ['a number in the place of a condition', '<<when b>>\n<<end>>', { b: 1 }],
    ['a thing of JavaScript’s', 'a: <<toString>>', {}],
    ['a quoted value within quotes', 'a: "<<b>>"', { b: label('x') }],
    ['a quoted value glued to another', 'a: x<<b>>', { b: label('x') }],
  ])('with %s is refused', (_, template, fillings: Fillings) => {
    expect(() => yaml(template, fillings)).toThrow(/template/);
  });

  it('takes no word that could mean something', () => {
    for (const text of ['a b', 'a;b', 'a"b', "a'b", 'a\nb', 'a$b', 'a#b', '', '<<a>>']) {
      expect(() => word(text)).toThrow(/word/);
    }
  });
});

describe('a wicked name', () => {
  it('stays one value in YAML, and is no substitution', () => {
    const { a, b } = readYaml(yaml('a: <<name>>\nb: 1', { name: label(wickedName) }));
    expect(b).toBe(1);
    expect(a).toBe(`Loa "đình"; Restart 1 - ＄{{ ＄x }} #' <<password>> </script>`);
  });

  it('stays one string in JSON and in a script', () => {
    const filled = fillIn('{"a": <<name>>}', languages.json, { name: label(wickedName) });
    expect(Object.keys(JSON.parse(filled) as object)).toEqual(['a']);
    expect(fillIn('<<name>>', languages.script, { name: exactly('\u2028"') })).toBe('"\\u2028\\""');
  });

  it('stays one command in Tasmota’s console, and one word for a shell', () => {
    const said = fillIn('DeviceName <<name>>', languages.console, { name: label(wickedName) });
    expect(said).not.toMatch(/[;\n]/);
    expect(fillIn('curl <<name>>', languages.shell, { name: label(`it's $(x)`) })).toBe(`curl 'it'\\''s $(x)'`);
  });

  it('that must be exact is refused where it cannot be said', () => {
    const refusal = { code: 'firmware.cannot-say' };
    for (const password of ['a;b', ' a', 'a\nb', 'mật khẩu', '']) {
      expect(() => fillIn('MqttPassword <<p>>', languages.console, { p: exactly(password) })).toThrow(
        expect.objectContaining(refusal),
      );
    }
    expect(() => yaml('a: <<p>>', { p: exactly('a${b}') })).toThrow(expect.objectContaining(refusal));
    expect(fillIn('MqttPassword <<p>>', languages.console, { p: exactly('a b"c\'#1') })).toBe(`MqttPassword a b"c'#1`);
  });
});
