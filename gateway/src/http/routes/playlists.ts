import { IdParams, Page, Playlist, PlaylistInput } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Playlists: M3U8 files, and those made in the panel. */
export function playlistRoutes({ playlists }: Services): Route[] {
  return [
    route({
      operationId: 'listPlaylists',
      summary: 'Every playlist',
      method: 'GET',
      url: '/api/playlists',
      access: 'signed-in',
      answer: Page(Playlist),
      handle: async () => whole(await playlists.list()),
    }),
    route({
      operationId: 'createPlaylist',
      summary: 'Make a playlist',
      method: 'POST',
      url: '/api/playlists',
      access: 'library',
      body: PlaylistInput,
      answer: Playlist,
      status: 201,
      subject: (playlist) => playlist.id,
      handle: ({ body }) => playlists.create(body),
    }),
    route({
      operationId: 'rescanPlaylists',
      summary: 'Look at the folder again, now',
      method: 'POST',
      url: '/api/playlists/rescan',
      access: 'library',
      answer: Page(Playlist),
      handle: async () => whole(await playlists.rescan()),
    }),
    route({
      operationId: 'getPlaylist',
      summary: 'One playlist',
      method: 'GET',
      url: '/api/playlists/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Playlist,
      handle: ({ params }) => playlists.get(params.id),
    }),
    route({
      operationId: 'changePlaylist',
      summary: 'Replace a playlist',
      method: 'PUT',
      url: '/api/playlists/:id',
      access: 'library',
      params: IdParams,
      body: PlaylistInput,
      answer: Playlist,
      handle: ({ params, body, actor }) => playlists.change(params.id, body, actor),
    }),
    route({
      operationId: 'removePlaylist',
      summary: 'Remove a playlist',
      method: 'DELETE',
      url: '/api/playlists/:id',
      access: 'library',
      params: IdParams,
      answer: null,
      handle: ({ params }) => playlists.remove(params.id),
    }),
  ];
}
