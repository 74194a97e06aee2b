import type { wall as vi } from '../vi/wall.ts';

export const wall: Record<keyof typeof vi, string> = {
  'camera.tab.wall': 'Watch',
  'wall.title': 'Camera wall',
  'wall.open': 'Open the wall screen',
  'wall.leave': 'Leave the wall screen',
  'wall.none': 'No cameras to watch yet',
  'wall.not-for-you': 'You may not watch the cameras',
  'wall.not-for-you.text': 'The security team, technicians and the village head may.',
  'wall.live': '{live} of {count} {count|camera|cameras} live',
  'wall.all-well': 'All cameras are well',
  'wall.silent': 'Touch the screen once to let it sound.',
  'wall.watched': 'Some cameras are not well; being watched',
  'wall.others': 'and {count} more {count|alert|alerts}',
  'wall.heard': 'The gateway is running',
  'wall.not-heard': 'The gateway is not heard',
  'wall.gone': 'NO WORD FROM THE GATEWAY',
  'wall.gone.since': 'Since {when}. Pictures and time on this screen are not true any more.',
  'wall.gone.retry': 'Trying to reach it again…',
  'wall.lunar': '{date}',

  'watch.sharper': 'Sharper',
  'watch.full': 'Full screen',
  'watch.full.leave': 'Leave full screen',
  'watch.fill': 'Fill the frame',
  'watch.snapshot': 'Take a picture',
  'watch.snapshot.none': 'There is no picture to take yet.',
  'watch.wait-sharper': 'Fetching the sharp picture…',
  'watch.no-sharper': 'The sharp stream of this camera (usually H.265) cannot be played here. You see the small one.',
  'watch.stills':
    'This browser cannot play the camera’s video (usually because it is H.265). You see stills, one each two seconds.',
  'watch.stills.not-allowed':
    'The phone does not let video begin by itself (low power mode). You see stills, one each two seconds.',
  'watch.page': 'Condition and settings',
  'watch.stage': 'The picture of the camera. Keys F: full screen, N: sharper, C: snapshot.',
  'watch.previous': 'Previous camera',
  'watch.next': 'Next camera',
};
