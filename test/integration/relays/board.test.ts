import { describe } from 'vitest';
import type { RelayTemplate } from '../../../gateway/src/contract/index.ts';
import { jsonBoard } from '../../support/board-templates.ts';
import { tellStories } from './stories.ts';

/** Asked after each command: between renewals as hurried as here nobody else finds out that it only acknowledges. */
const board: RelayTemplate = { ...jsonBoard, ask: { topic: 'cmd', payload: '{"report":true}', afterCommand: true } };

describe('a village with a board whose topics and payloads are its own', () => tellStories('generic', board));
