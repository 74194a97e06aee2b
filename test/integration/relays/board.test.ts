import { describe } from 'vitest';
import { jsonBoard } from '../../support/board-templates.ts';
import { tellStories } from './stories.ts';

describe('a village with a board whose topics and payloads are its own', () => tellStories('generic', jsonBoard));
