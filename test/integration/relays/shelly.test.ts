import { describe } from 'vitest';
import { tellStories } from './stories.ts';

describe('a village with a shelly relay', () => tellStories('shelly'));
