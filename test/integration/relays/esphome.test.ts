import { describe } from 'vitest';
import { tellStories } from './stories.ts';

describe('a village with a esphome relay', () => tellStories('esphome'));
