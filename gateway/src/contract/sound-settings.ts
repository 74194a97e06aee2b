import { Type, type Static } from 'typebox';
import { Nullable } from './common.ts';

/** A file that is quieter than `belowDb` under full scale for so long is left for the next. */
export const SilenceGuard = Type.Object(
  { seconds: Type.Integer({ minimum: 3, maximum: 120 }), belowDb: Type.Integer({ minimum: 30, maximum: 70 }) },
  { additionalProperties: false },
);
export type SilenceGuard = Static<typeof SilenceGuard>;

/** How sound is treated in this village, whatever airs. */
export const SoundSettings = Type.Object(
  {
    /** How far music under words is below them, dB. */
    bedUnderDb: Type.Integer({ minimum: 6, maximum: 30 }),
    /** Null: no file is left. */
    silence: Nullable(SilenceGuard),
  },
  { additionalProperties: false },
);
export type SoundSettings = Static<typeof SoundSettings>;

/** What is left out stays as it is; holds for what begins after it. */
export const SoundSettingsChange = Type.Partial(SoundSettings, { additionalProperties: false });
export type SoundSettingsChange = Static<typeof SoundSettingsChange>;

/** `standard`: what they are where nobody chose. */
export const SoundSettingsState = Type.Object({ ...SoundSettings.properties, standard: SoundSettings });
export type SoundSettingsState = Static<typeof SoundSettingsState>;
