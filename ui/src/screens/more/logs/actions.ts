/** Everything that is written into the audit log, by the operationIds of the API; held to them by a test. */
export const actions = [
  'setUp',
  'signIn',
  'signOut',
  'startBroadcast',
  'stopBroadcast',
  'stopAllBroadcasts',
  'skipSlot',
  'restoreSlot',
  'createProgramme',
  'changeProgramme',
  'removeProgramme',
  'uploadRecording',
  'changeRecording',
  'removeRecording',
  'createPlaylist',
  'changePlaylist',
  'removePlaylist',
  'rescanPlaylists',
  'createZone',
  'changeZone',
  'removeZone',
  'createRelay',
  'changeRelay',
  'removeRelay',
  'rotateRelayPassword',
  'testRelay',
  'createOutput',
  'changeOutput',
  'removeOutput',
  'createMqttAccount',
  'removeMqttAccount',
  'createUser',
  'changeUser',
  'removeUser',
  'changeVillage',
  'confirmClock',
] as const;
export type Action = (typeof actions)[number];

export function isKnownAction(name: string): name is Action {
  return actions.some((action) => action === name);
}
