import { describe } from 'vitest';
import { tellStories } from './stories.ts';

describe('a village with a zigbee2mqtt relay', () => tellStories('zigbee2mqtt'));
