import { escapeXml } from './envelope.ts';
import { textOf, type SoapRequest } from './request.ts';

/** A head that turns (ONVIF PTZ §5): where it was told to look. */
export interface Head {
  /** `move 0.5,0,0`, `stop`, `preset 2`: in order. */
  readonly story: readonly string[];
  /** Of an operation of the PTZ service; null: it has no such one. */
  answer(request: SoapRequest): string | null;
}

export function createHead(): Head {
  const presets = [
    { token: '1', name: 'Cổng thôn' },
    { token: '2', name: 'Sân đình' },
  ];
  const story: string[] = [];

  return {
    story,
    answer({ action, body }) {
      if (action === 'GetPresets') {
        const each = presets.map(
          ({ token, name }) => `<tptz:Preset token="${token}"><tt:Name>${escapeXml(name)}</tt:Name></tptz:Preset>`,
        );
        return `<tptz:GetPresetsResponse>${each.join('')}</tptz:GetPresetsResponse>`;
      }
      if (action === 'ContinuousMove') {
        const of = (element: string, axis: string) =>
          Number(new RegExp(`<(?:\\w+:)?${element}[^>]*\\b${axis}="([^"]*)"`).exec(body)?.[1] ?? 0);
        story.push(`move ${of('PanTilt', 'x')},${of('PanTilt', 'y')},${of('Zoom', 'x')}`);
      } else if (action === 'Stop') story.push('stop');
      else if (action === 'GotoPreset') story.push(`preset ${textOf(body, 'PresetToken') ?? ''}`);
      else return null;
      return `<tptz:${action}Response/>`;
    },
  };
}
