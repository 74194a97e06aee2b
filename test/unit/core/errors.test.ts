import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { messageOf } from '../../../gateway/src/core/errors.ts';

test('a machine with two addresses, neither of which answers, says why it cannot be reached', async () => {
  const error = await new Promise<Error>((resolve) => {
    connect({
      host: 'xa.example',
      port: 1,
      lookup: (_host, _options, done) => {
        const both = [
          { address: '127.0.0.1', family: 4 },
          { address: '127.0.0.2', family: 4 },
        ];
        done(null, both);
      },
    }).once('error', resolve);
  });
  expect(error.message).toBe('');
  expect(messageOf(error)).toBe('connect ECONNREFUSED 127.0.0.1:1');
});
