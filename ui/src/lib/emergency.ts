import type { Broadcast, EmergencyInput, Recording } from '#contract';

/** Why, one tap each; `other` is typed. */
export const causes = ['flood', 'fire', 'storm', 'search', 'other'] as const;
export type Cause = (typeof causes)[number];

export const soundKinds = ['siren', 'message', 'both'] as const;
export type SoundKind = (typeof soundKinds)[number];

/** Emergencies and drills that repeat until somebody ends them. */
export function emergenciesNow(broadcasts: readonly Broadcast[]): Broadcast[] {
  return broadcasts.filter(
    ({ priority, endsAt, live, state }) =>
      priority === 'emergency' && endsAt === null && !live && ['planned', 'warming', 'on-air'].includes(state),
  );
}

/** What the top line says while one sounds: what is meant before a practice; null: none sounds. */
export function alarmNow(broadcasts: readonly Broadcast[]): Broadcast | null {
  const sounding = emergenciesNow(broadcasts);
  return sounding.find(({ drill }) => !drill) ?? sounding[0] ?? null;
}

/** Its cause, without the word that all emergencies begin with (`prefix`). */
export function causeIn(title: string, prefix: string): string {
  return title.startsWith(prefix) ? title.slice(prefix.length).trim() : title;
}

/** Messages that can be heard at once. */
export function preparedMessages(recordings: readonly Recording[]): Recording[] {
  return recordings.filter(({ purpose, state }) => purpose === 'emergency' && state === 'ready');
}

/** What the form holds, as the gateway wants it. `reason`: in words; empty: none was given. */
export function orderOf(form: {
  readonly id: string;
  readonly title: string;
  readonly sound: SoundKind;
  readonly recordingId: string | null;
  readonly zoneIds: readonly string[];
  readonly drill: boolean;
  readonly reason: string;
}): EmergencyInput {
  const { id, title, sound, recordingId, zoneIds, drill } = form;
  const reason = form.reason.trim();
  return {
    id,
    title: title.slice(0, 80),
    siren: sound !== 'message',
    ...(sound !== 'siren' && recordingId !== null ? { recordingId } : {}),
    zoneIds: [...zoneIds],
    drill,
    ...(reason.length >= 2 ? { reason } : {}),
  };
}
